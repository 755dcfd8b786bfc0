// What nostr-tools computes. Events travel as the text of their JSON: both sides see the bytes that would go over the
// wire.
import { finalizeEvent, getEventHash, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import * as nip17 from 'nostr-tools/nip17'
import * as nip19 from 'nostr-tools/nip19'
import * as nip42 from 'nostr-tools/nip42'
import * as nip44 from 'nostr-tools/nip44'
import * as nip49 from 'nostr-tools/nip49'
import * as nip59 from 'nostr-tools/nip59'
import { Negentropy, NegentropyStorageVector } from './node_modules/nostr-tools/lib/esm/nip77.js' // not among its exports
import * as nip98 from 'nostr-tools/nip98'
import { serve } from './pipe.mjs'

const bytes = hex => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = bytes => Buffer.from(bytes).toString('hex')
const sign = (key, template) => JSON.stringify(finalizeEvent(template, bytes(key)))

let negentropy

const commands = {
  publicKey: key => getPublicKey(bytes(key)),

  // Many events at a time
  sign: (key, rumors) => rumors.map(rumor => sign(key, JSON.parse(rumor))),
  hash: rumors => rumors.map(rumor => getEventHash(JSON.parse(rumor))),
  verify: events => events.map(event => verifyEvent(JSON.parse(event))),

  // NIP-17, NIP-59
  chat: (key, recipients, text, subject) =>
    nip17.wrapManyEvents(bytes(key), recipients.map(publicKey => ({ publicKey })), text, subject).map(wrap => JSON.stringify(wrap)),
  wrap: (key, recipient, rumor) => JSON.stringify(nip59.wrapEvent(JSON.parse(rumor), bytes(key), recipient)),
  unwrap: (key, wrap) => JSON.stringify(nip59.unwrapEvent(JSON.parse(wrap), bytes(key))),

  // NIP-44
  encrypt: (key, other, text) => nip44.encrypt(text, nip44.getConversationKey(bytes(key), other)),
  decrypt: (key, other, payload) => nip44.decrypt(payload, nip44.getConversationKey(bytes(key), other)),

  // NIP-19; keys as hex, not as bytes
  encode: (type, data) => nip19[type + 'Encode'](type === 'nsec' ? bytes(data) : data),
  decode: text => {
    const { type, data } = nip19.decode(text)
    return { type, data: type === 'nsec' ? hex(data) : data }
  },

  // NIP-49
  lock: (key, password, logN) => nip49.encrypt(bytes(key), password, logN),
  unlock: (ncryptsec, password) => hex(nip49.decrypt(ncryptsec, password)),

  // NIP-42, NIP-98
  authenticate: (key, relay, challenge) => sign(key, nip42.makeAuthEvent(relay, challenge)),
  token: (key, url, method, body) =>
    nip98.getToken(url, method, template => finalizeEvent(template, bytes(key)), true, body ?? undefined),
  checkToken: async (token, url, method, body) =>
    nip98.validateEvent(await nip98.unpackEventFromToken(token), url, method, body ?? undefined),

  // NIP-77: records are [timestamp, id]; a reconciliation goes on until the next one is opened
  records: (records, frameLimit) => {
    const storage = new NegentropyStorageVector()
    for (const [timestamp, id] of records) storage.insert(timestamp, id)
    storage.seal()
    negentropy = new Negentropy(storage, frameLimit)
  },
  open: () => negentropy.initiate(),
  reconcile: message => {
    const have = [], need = []
    const next = negentropy.reconcile(message, id => have.push(id), id => need.push(id))
    return { next, have, need }
  },
}

await serve(commands)
