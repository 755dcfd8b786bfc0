// Apple's server for pushes, as Node's http2 makes it: takes everything, and tells what exactly came.
import { createSecureServer } from 'node:http2'
import { verify } from 'node:crypto'
import { serve } from './pipe.mjs'

let pushes = []
let next = []

const decoded = part => JSON.parse(Buffer.from(part, 'base64url'))

// Pushy signs in DER; RFC 7518 wants two numbers one behind the other. Apple takes both.
const proof = (authorization, publicKey) => {
  const [header, claims, signature] = authorization.replace('bearer ', '').split('.')
  const signed = ['der', 'ieee-p1363'].some(dsaEncoding =>
    verify('sha256', Buffer.from(header + '.' + claims), { key: publicKey, dsaEncoding }, Buffer.from(signature, 'base64url')))
  return { header: decoded(header), claims: decoded(claims), signed }
}

const commands = {
  start: (key, cert, ca, publicKey) => new Promise(resolve => {
    pushes = []
    next = []
    const server = createSecureServer({ key, cert, ca, requestCert: true, rejectUnauthorized: false, maxVersion: 'TLSv1.3' })
    server.on('stream', (stream, headers) => {
      const body = []
      stream.on('data', piece => body.push(piece))
      stream.on('end', () => {
        const { socket } = stream.session
        pushes.push({
          headers,
          body: Buffer.concat(body).toString(),
          certificate: socket.authorized ? socket.getPeerCertificate().subject.CN : null,
          proof: headers.authorization ? proof(headers.authorization, publicKey) : null,
        })
        const answer = next.shift() ?? { status: 200 }
        stream.respond({ ':status': answer.status, 'apns-id': headers['apns-id'] }, { endStream: !answer.reason })
        if (answer.reason) stream.end(JSON.stringify({ reason: answer.reason, timestamp: answer.timestamp }))
      })
    })
    server.listen(0, '127.0.0.1', () => resolve(server.address().port))
  }),
  says: (status, reason, timestamp) => void next.push({ status, reason, timestamp }),
  pushes: () => pushes.splice(0),
}

serve(commands)
