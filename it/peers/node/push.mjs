// What pushes go to, as far as tests need it: a push service of browsers that opens what it gets with http_ece, and
// Google. What they do is in the name of the device.
import crypto from 'node:crypto'
import http from 'node:http'
import http2 from 'node:http2'
import ece from 'http_ece'
import { serve } from './pipe.mjs'

const DAY = 86_400
const base64url = bytes => Buffer.from(bytes).toString('base64url')
const unbase64url = text => Buffer.from(text, 'base64url')

const listen = server =>
  new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))

const read = async request => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

// RFC 8292
const identified = (authorization, origin) => {
  const [, token, key] = authorization?.match(/^vapid t=([^,]+), ?k=([^,]+)$/) ?? []
  if (!token) throw new Error(`no VAPID: ${authorization}`)
  const [head, claims, signature] = token.split('.')
  const point = unbase64url(key)
  const jwk = { kty: 'EC', crv: 'P-256', x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) }
  const isSigned = crypto.verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: crypto.createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    unbase64url(signature),
  )
  if (!isSigned) throw new Error('VAPID is signed by somebody else')
  const { aud, exp, sub } = JSON.parse(unbase64url(claims))
  const seconds = exp - Date.now() / 1000
  if (aud !== origin) throw new Error(`VAPID is for ${aud}`)
  if (seconds <= 0 || seconds > DAY) throw new Error(`VAPID has ${seconds} s to go`)
  return { key, sub }
}

const browser = crypto.createECDH('prime256v1')
const auth = crypto.randomBytes(16)
browser.generateKeys()
const pushes = []

const REFUSALS = { gone: 410, unknown: 404, full: 507, busy: 429, forbidden: 403 }

const take = async (request, response) => {
  const body = await read(request)
  const { ttl, urgency, topic, upgrade, authorization } = request.headers
  const device = request.url.split('/').at(-1)
  const raw = { path: request.url, headers: request.headers, bytes: body.toString('latin1') }
  const push = { device, ttl, urgency, topic, upgrade, version: request.httpVersion, length: body.length, ...raw }
  pushes.push(push)
  const end = (status, headers = {}) => response.writeHead(status, headers).end()
  if (device.startsWith('plain-')) {
    push.text = body.toString()
    return end(201)
  }
  try {
    Object.assign(push, identified(authorization, `http://${request.headers.host}`))
    push.text = body.length ? ece.decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: auth }).toString() : ''
    push.recordSize = body.length ? body.readUInt32BE(16) : 0
  } catch (error) {
    push.error = String(error)
    return end(400)
  }
  if (REFUSALS[device]) return end(REFUSALS[device], device === 'busy' ? { 'retry-after': '3' } : {})
  if (device === 'small' && body.length > 0) return end(413)
  end(201, { location: '/message/1' })
}

// Firebase Cloud Messaging

const TOKEN = 'let me in'
// Google's library names it wherever it goes.
const AUDIENCE = 'https://oauth2.googleapis.com/token'
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const ERRORS = {
  gone: [404, 'NOT_FOUND', 'UNREGISTERED'],
  stranger: [403, 'PERMISSION_DENIED', 'SENDER_ID_MISMATCH'],
  wrong: [400, 'INVALID_ARGUMENT', 'INVALID_ARGUMENT'],
  quota: [429, 'RESOURCE_EXHAUSTED', 'QUOTA_EXCEEDED'],
  down: [503, 'UNAVAILABLE', 'UNAVAILABLE'],
}
// A device that has a name too, as in `quota.anna`, runs into it once; one that is gone is so for ever.
const tried = new Set()
const messages = []
const grants = []

const error = (code, status, errorCode) => ({
  error: { code, status, details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }] },
})

const grant = (body, publicKey) => {
  const form = new URLSearchParams(body.toString())
  const [head, claims, signature] = (form.get('assertion') ?? '').split('.')
  const signed = crypto.verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, unbase64url(signature))
  const { iss, aud, scope } = JSON.parse(unbase64url(claims))
  const { alg } = JSON.parse(unbase64url(head))
  grants.push({ signed, alg, iss, scope, isForGoogle: aud === AUDIENCE, isGrant: form.get('grant_type') === GRANT })
}

const google = async (key, certificate, streams) => {
  const options = { key, cert: certificate, allowHTTP1: true, settings: { maxConcurrentStreams: streams } }
  const publicKey = crypto.createPublicKey(certificate)
  const server = http2.createSecureServer(options, async (request, response) => {
    const body = await read(request).catch(() => null)
    // Whoever asked was killed in mid-sentence.
    if (body === null) return
    const answer = (status, object, headers = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(object))
    if (request.url === '/token') {
      grant(body, publicKey)
      return answer(200, { access_token: TOKEN, expires_in: 3600, token_type: 'Bearer' })
    }
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return answer(401, error(401, 'UNAUTHENTICATED'))
    const { message } = JSON.parse(body)
    const [kind, name] = message.token.split('.')
    const isFirst = !tried.has(message.token)
    tried.add(message.token)
    const fault = name === undefined || isFirst || kind === 'gone' ? kind : 'good'
    const isTaken = !ERRORS[fault] && fault !== 'hangs' && fault !== 'resets'
    const seen = { version: request.httpVersion, path: request.url, headers: request.headers, body: body.toString() }
    messages.push({ ...message, ...seen, at: Date.now(), isTaken })
    if (fault === 'hangs') return
    if (fault === 'resets') return request.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
    if (ERRORS[fault]) return answer(ERRORS[fault][0], error(...ERRORS[fault]), { 'retry-after': name ? '1' : '7' })
    if (fault === 'slow') await new Promise(resolve => setTimeout(resolve, 1500))
    answer(200, { name: 'projects/test-project/messages/1' })
  })
  return listen(server)
}

await serve({
  service: async () => {
    const port = await listen(http.createServer(take))
    return { endpoint: `http://127.0.0.1:${port}/push/`, p256dh: base64url(browser.getPublicKey()), auth: base64url(auth) }
  },
  pushes: () => pushes.splice(0),
  google,
  messages: () => messages.splice(0),
  grants: () => grants.splice(0),
})
