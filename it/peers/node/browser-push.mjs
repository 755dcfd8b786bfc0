// Mozilla's push service, as far as a Firefox needs it: a WebSocket to the browser, and the HTTP to which pushes are
// posted (RFC 8030). Besides, the page that subscribes there.
import crypto from 'node:crypto'
import http from 'node:http'
import { WebSocketServer } from 'ws'
import { serve } from './pipe.mjs'

const channels = new Map()
const acknowledged = []
const heard = []
const complaints = []
let subscription = null
let applicationServerKey = ''
let isTampering = false

const PAGE = `<!doctype html><title>Push</title><script>
const tell = (path, body) => fetch(path, { method: 'POST', body })
const subscribe = async () => {
  const registration = await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
  const key = await (await fetch('/key')).text()
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  await tell('/subscription', JSON.stringify(subscription))
}
subscribe().catch(error => tell('/complaint', String(error)))
</script>`

const WORKER = `
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(clients.claim()))
self.addEventListener('push', event =>
  event.waitUntil(fetch('/heard', { method: 'POST', body: event.data ? event.data.text() : '' })))`

const pushed = (channel, body, headers) => {
  if (isTampering) body[body.length - 1] ^= 1
  const version = crypto.randomUUID()
  channel.send(
    JSON.stringify({
      messageType: 'notification',
      channelID: channel.id,
      version,
      ttl: Number(headers.ttl),
      data: body.toString('base64url'),
      headers: { encoding: headers['content-encoding'] },
    }),
  )
  return version
}

const server = http.createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  const end = (type, text) => response.writeHead(200, { 'content-type': type }).end(text)
  const [, room, id] = request.url.split('/')
  switch (room) {
    case '':
      return end('text/html', PAGE)
    case 'worker.js':
      return end('text/javascript', WORKER)
    case 'key':
      return end('text/plain', applicationServerKey)
    case 'subscription':
      subscription = JSON.parse(body)
      return end('text/plain', '')
    case 'heard':
      heard.push(body.toString())
      return end('text/plain', '')
    case 'complaint':
      complaints.push(body.toString())
      return end('text/plain', '')
    case 'push': {
      const channel = channels.get(id)
      if (!channel) return response.writeHead(410).end()
      return response.writeHead(201, { location: `/message/${pushed(channel, body, request.headers)}` }).end()
    }
    default:
      return response.writeHead(404).end()
  }
})

new WebSocketServer({ server }).on('connection', socket =>
  socket.on('message', data => {
    const message = JSON.parse(data)
    const answer = more => socket.send(JSON.stringify({ messageType: message.messageType, status: 200, ...more }))
    switch (message.messageType) {
      case 'hello':
        return answer({ uaid: crypto.randomUUID().replaceAll('-', ''), use_webpush: true, broadcasts: {} })
      case 'register': {
        const id = message.channelID
        channels.set(id, { id, send: text => socket.send(text) })
        return answer({ channelID: id, pushEndpoint: `http://127.0.0.1:${server.address().port}/push/${id}` })
      }
      case 'unregister':
        channels.delete(message.channelID)
        return answer({ channelID: message.channelID })
      case 'ack':
        return acknowledged.push(...message.updates.map(update => update.code))
      default:
        if (data.toString() === '{}') socket.send('{}')
    }
  }),
)

await serve({
  // Each who listens begins anew: this process is shared by all tests.
  listen: async () => {
    for (const list of [acknowledged, heard, complaints]) list.length = 0
    subscription = null
    isTampering = false
    if (!server.listening) await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    return server.address().port
  },
  key: key => {
    applicationServerKey = key
  },
  subscription: () => subscription,
  heard: () => heard,
  acknowledged: () => acknowledged,
  complaints: () => complaints,
  tamper: () => {
    isTampering = true
  },
})
