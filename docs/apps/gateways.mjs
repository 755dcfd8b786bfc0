// Stands for Apple and Google while you try an app's pushes: checks what they check, prints each push as a line of JSON,
// and wakes nobody. Needs nothing but Node.js:
//
//   node docs/apps/gateways.mjs 7443 keys/gateways.pem keys/gateways.key
import { readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'

const [port, certificate, key] = process.argv.slice(2)
const own = { cert: readFileSync(certificate), key: readFileSync(key) }
const server = createSecureServer({ ...own, requestCert: true, rejectUnauthorized: false })

/** Apple's answer to a push: a status, and the reason unless it takes it. */
const apple = (path, headers, payload, hasCertificate) => {
  const token = path.slice('/3/device/'.length)
  const topic = headers['apns-topic'] ?? ''
  const type = headers['apns-push-type']
  const isRing = type === 'voip'
  if (!hasCertificate && !headers.authorization?.startsWith('bearer ')) return [403, 'MissingProviderToken']
  if (!/^([0-9a-f]{2}){32,}$/i.test(token) || /^0+$/.test(token)) return [400, 'BadDeviceToken']
  if (topic === '') return [400, 'MissingTopic']
  if (!['voip', 'alert', 'background'].includes(type)) return [400, 'InvalidPushType']
  if (isRing !== topic.endsWith('.voip')) return [400, 'DeviceTokenNotForTopic']
  if (payload.length > (isRing ? 5120 : 4096)) return [413, 'PayloadTooLarge']
  return [200]
}

/** Google's answer to a message. */
const google = (headers, { token }) => {
  if (headers.authorization !== 'Bearer try') return [401, { error: { code: 401, status: 'UNAUTHENTICATED' } }]
  if (!token.startsWith('muster-check:')) return [200, { name: 'projects/try/messages/1' }]
  const details = [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: 'UNREGISTERED' }]
  return [404, { error: { code: 404, status: 'NOT_FOUND', message: 'nobody has it', details } }]
}

const answered = (headers, bytes, hasCertificate) => {
  const path = headers[':path']
  const tell = push => console.log(JSON.stringify(push))
  if (path.startsWith('/3/device/')) {
    const [status, reason] = apple(path, headers, bytes, hasCertificate)
    const header = name => headers['apns-' + name]
    const sent = { topic: header('topic'), type: header('push-type'), priority: header('priority'), expiration: header('expiration') }
    tell({ gateway: 'apple', answer: reason ?? 'taken', ...sent, payload: JSON.parse(bytes) })
    return [status, reason && { reason }]
  }
  if (path === '/token') return [200, { access_token: 'try', expires_in: 3600, token_type: 'Bearer' }]
  if (!path.endsWith('/messages:send')) return [404]
  const { message } = JSON.parse(bytes)
  const [status, body] = google(headers, message)
  const { priority, ttl } = message.android ?? {}
  tell({ gateway: 'google', answer: body.error?.status ?? 'taken', priority, ttl, payload: message.data })
  return [status, body]
}

server.on('stream', (stream, headers) => {
  const hasCertificate = Object.keys(stream.session.socket.getPeerCertificate()).length > 0
  const pieces = []
  stream.on('data', piece => pieces.push(piece))
  stream.on('end', () => {
    const [status, body] = answered(headers, Buffer.concat(pieces), hasCertificate)
    stream.respond({ ':status': status, 'content-type': 'application/json' })
    stream.end(body && JSON.stringify(body))
  })
})
server.listen(Number(port), '127.0.0.1', () => console.log(JSON.stringify({ listening: server.address().port })))
