// A library as the client of one relay. Each person that a test is about has a client of their own, by name; the script of
// a library says how it connects, publishes, asks, subscribes and wraps, and this what a test wants to have done with that.
import WebSocket from 'ws'
import { serve } from './pipe.mjs'

globalThis.WebSocket ??= WebSocket // which Node has from version 22 on

const INBOX_RELAYS = 10050
const GIFT_WRAP = 1059
export const PATIENCE = 20_000

export const now = () => Math.floor(Date.now() / 1000)
export const chunks = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
export const unhex = hex => Uint8Array.from(Buffer.from(hex, 'hex'))

const plain = ({ id, pubkey, created_at, kind, tags, content, sig }) =>
  JSON.stringify({ id, pubkey, created_at, kind, tags, content, sig })

// Where the live events of a subscription wait until a test asks for them.
class Arrivals {
  #events = []
  #waiting

  put(event) {
    this.#events.push(event)
    this.#waiting?.()
  }

  take() {
    return this.#events.splice(0)
  }

  async next() {
    const end = Date.now() + PATIENCE
    while (!this.#events.length) {
      if (Date.now() >= end) throw new Error('nothing came')
      await new Promise(resolve => {
        this.#waiting = resolve
        setTimeout(resolve, end - Date.now())
      })
    }
    return this.#events.shift()
  }
}

// open(relay, key) resolves to a client with
//   publicKey
//   publish(template)             the signed event, or throws what the relay has against it
//   read(filter)                  what is stored
//   subscribe(filter, onevent)    resolves once what is stored has come
//   wrap(recipient, text)         the gift wraps of one message, signed, one for each who shall have it
//   wrapRumor(recipient, rumor)   the gift wrap of anything that can be said; only where a test wants it
//   wrapCall(recipient, call)     the wrap of a signed call (NIP-AC); only where a test wants it
//   deliver(relays, wrap)
//   unwrap(wrap)                  the rumor
//   close()
//   sync(filter, events)          NIP-77: brings the relay what only we have, and us what only it has
export const serveClient = async open => {
  const people = new Map()
  const person = name => people.get(name)

  const inboxRelays = async (reader, publicKey) => {
    const [list] = await reader.read({ kinds: [INBOX_RELAYS], authors: [publicKey] })
    if (!list) throw new Error('no inbox relays')
    return list.tags.filter(([name]) => name === 'relay').map(([, url]) => url)
  }

  await serve({
    open: async (name, relay, key) => {
      people.set(name, { ...(await open(relay, key)), arrivals: new Arrivals() })
    },
    publish: async (name, template) => plain(await person(name).publish(JSON.parse(template))),
    read: async (name, filter) => (await person(name).read(JSON.parse(filter))).map(plain),
    subscribe: async (name, filter) => {
      const { arrivals, subscribe } = person(name)
      await subscribe(JSON.parse(filter), event => arrivals.put(event))
    },
    next: async name => plain(await person(name).arrivals.next()),
    send: async (name, recipient, text) => {
      const sender = person(name)
      for (const wrap of await sender.wrap(recipient, text)) {
        const owner = wrap.tags.find(([tag]) => tag === 'p')[1]
        await sender.deliver(await inboxRelays(sender, owner), wrap)
      }
    },
    inbox: async name => {
      const { publicKey, read, unwrap } = person(name)
      const wraps = await read({ kinds: [GIFT_WRAP], '#p': [publicKey] })
      return Promise.all(wraps.map(async wrap => (await unwrap(wrap)).content))
    },
    // Says something that is no chat message.
    say: async (name, recipient, template) => {
      const { read, wrapRumor, deliver } = person(name)
      const wrap = wrapRumor(recipient, { created_at: now(), ...JSON.parse(template) })
      await deliver(await inboxRelays({ read }, recipient), wrap)
    },
    // The same, wrapped and not yet said: what is delivered twice is one message.
    wrap: (name, recipient, template, isSigned) => {
      const { wrapCall, wrapRumor } = person(name)
      const said = { created_at: now(), ...JSON.parse(template) }
      return JSON.stringify(isSigned ? wrapCall(recipient, said) : wrapRumor(recipient, said))
    },
    deliver: (name, relay, wrap) => person(name).deliver([relay], JSON.parse(wrap)),
    // What has come of the subscription since this was last asked, as rumors
    heard: async name => {
      const { arrivals, unwrap } = person(name)
      return Promise.all(arrivals.take().map(async wrap => JSON.stringify(await unwrap(wrap))))
    },
    // All that others have said, as rumors
    letters: async name => {
      const { publicKey, read, unwrap } = person(name)
      const wraps = await read({ kinds: [GIFT_WRAP], '#p': [publicKey] })
      return Promise.all(wraps.map(async wrap => JSON.stringify(await unwrap(wrap))))
    },
    nextLetter: async name => {
      const { arrivals, unwrap } = person(name)
      return JSON.stringify(await unwrap(JSON.parse(plain(await arrivals.next()))))
    },
    sync: async (name, filter, events) =>
      (await person(name).sync(JSON.parse(filter), events.map(event => JSON.parse(event)))).map(plain),
    close: async name => {
      await person(name).close()
      people.delete(name)
    },
  })
}
