// nostr-tools, with a SimplePool for each person. It authenticates when a relay says auth-required.
import { finalizeEvent, generateSecretKey, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { SimplePool, useWebSocketImplementation } from 'nostr-tools/pool'
import * as nip17 from 'nostr-tools/nip17'
import * as nip44 from 'nostr-tools/nip44'
import * as nip59 from 'nostr-tools/nip59'
import { NegentropyStorageVector, NegentropySync } from './node_modules/nostr-tools/lib/esm/nip77.js' // not among its exports
import WebSocket from 'ws'
import { chunks, now, PATIENCE, serveClient, unhex } from './client.mjs'

useWebSocketImplementation(WebSocket)

const EPHEMERAL_GIFT_WRAP = 21059
const isCall = kind => kind >= 25050 && kind <= 25055

const open = (relay, hexKey) => {
  const key = unhex(hexKey)
  const pool = new SimplePool({ maxWaitForConnection: PATIENCE })
  const onauth = async template => finalizeEvent(template, key)

  const deliver = async (relays, event) => {
    for (const url of relays) (await pool.ensureRelay(url, { connectionTimeout: PATIENCE })).publishTimeout = PATIENCE
    await Promise.all(pool.publish(relays, event, { onauth }))
  }
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
    // NIP-AC: the call is signed, and nothing is between it and the wrap
    wrapCall: (recipient, template) => {
      const once = generateSecretKey()
      const call = JSON.stringify(finalizeEvent(template, key))
      const content = nip44.encrypt(call, nip44.getConversationKey(once, recipient))
      return finalizeEvent({ kind: EPHEMERAL_GIFT_WRAP, created_at: now(), tags: [['p', recipient]], content }, once)
    },
    deliver,
    unwrap: wrap => {
      if (wrap.kind !== EPHEMERAL_GIFT_WRAP) return nip17.unwrapEvent(wrap, key)
      // nostr-tools opens what is kept alone.
      const opened = ({ pubkey, content }) => JSON.parse(nip44.decrypt(content, nip44.getConversationKey(key, pubkey)))
      const signed = opened(wrap)
      if (!verifyEvent(signed)) throw new Error('signed by nobody')
      if (isCall(signed.kind)) return signed
      const rumor = opened(signed)
      if (rumor.pubkey !== signed.pubkey) throw new Error('said by somebody else')
      return rumor
    },
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
