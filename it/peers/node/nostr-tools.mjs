// nostr-tools, with a SimplePool for each person. It authenticates when a relay says auth-required.
import { finalizeEvent, getPublicKey } from 'nostr-tools/pure'
import { SimplePool, useWebSocketImplementation } from 'nostr-tools/pool'
import * as nip17 from 'nostr-tools/nip17'
import * as nip59 from 'nostr-tools/nip59'
import { NegentropyStorageVector, NegentropySync } from './node_modules/nostr-tools/lib/esm/nip77.js' // not among its exports
import WebSocket from 'ws'
import { chunks, now, PATIENCE, serveClient, unhex } from './client.mjs'

useWebSocketImplementation(WebSocket)

const open = (relay, hexKey) => {
  const key = unhex(hexKey)
  const pool = new SimplePool()
  const onauth = async template => finalizeEvent(template, key)

  const deliver = (relays, event) => Promise.all(pool.publish(relays, event, { onauth }))
  const subscribe = (filter, onevent) =>
    new Promise((resolve, reject) => {
      const subscription = pool.subscribe([relay], filter, {
        onauth,
        onevent,
        maxWait: PATIENCE, // or it takes what has come within 4.4 seconds for all
        oneose: () => resolve(subscription),
        onclose: reasons => reject(new Error(reasons.map(({ reason }) => reason).join())),
      })
    })
  const read = async filter => {
    const events = []
    const subscription = await subscribe(filter, event => events.push(event))
    await subscription.close()
    return events
  }

  return {
    publicKey: getPublicKey(key),
    publish: async template => {
      const event = finalizeEvent({ created_at: now(), ...template }, key)
      await deliver([relay], event)
      return event
    },
    read,
    subscribe,
    wrap: (recipient, text) => nip17.wrapManyEvents(key, [{ publicKey: recipient }], text),
    wrapRumor: (recipient, rumor) => nip59.wrapEvent(rumor, key, recipient),
    deliver,
    unwrap: wrap => nip17.unwrapEvent(wrap, key),
    close: () => pool.destroy(),

    // NIP-77
    sync: async (filter, events) => {
      const storage = new NegentropyStorageVector()
      for (const { created_at, id } of events) storage.insert(created_at, id)
      storage.seal()
      const have = [], need = []
      const connection = await pool.ensureRelay(relay)
      await new Promise((resolve, reject) =>
        new NegentropySync(connection, storage, filter, {
          onhave: id => have.push(id),
          onneed: id => need.push(id),
          onclose: error => (error ? reject(new Error(error)) : resolve()),
        }).start())
      const onlyOurs = new Set(have)
      for (const event of events) if (onlyOurs.has(event.id)) await deliver([relay], event)
      const fetched = await Promise.all(chunks(need, 250).map(ids => read({ ids })))
      return fetched.flat()
    },
  }
}

await serveClient(open)
