// NDK, with an instance for each person. It authenticates as soon as a relay sends a challenge.
import NDK, { giftUnwrap, giftWrap, NDKEvent, NDKPrivateKeySigner, NDKRelayAuthPolicies, NDKRelaySet, NDKUser } from '@nostr-dev-kit/ndk'
import { now, PATIENCE, serveClient } from './client.mjs'

const open = async (relay, key) => {
  const signer = new NDKPrivateKeySigner(key)
  const ndk = new NDK({ explicitRelayUrls: [relay], signer, enableOutboxModel: false })
  ndk.relayAuthDefaultPolicy = NDKRelayAuthPolicies.signIn({ ndk })
  await ndk.connect(5000)
  const { pubkey } = await signer.user()

  const deliver = async (relays, event) => {
    try {
      await event.publish(NDKRelaySet.fromRelayUrls(relays, ndk), PATIENCE)
    } catch (error) {
      throw new Error(error.relayErrors ?? error)
    }
  }

  return {
    publicKey: pubkey,
    publish: async template => {
      const event = new NDKEvent(ndk, template)
      await event.sign()
      await deliver([relay], event)
      return event.rawEvent()
    },
    read: async filter => [...(await ndk.fetchEvents(filter))].map(event => event.rawEvent()),
    subscribe: (filter, onEvent) =>
      new Promise((resolve, reject) => {
        ndk.subscribe(filter, { closeOnEose: false }, {
          onEvent: event => onEvent(event.rawEvent()),
          onEose: resolve,
          onClosed: (_, reason) => reject(new Error(reason)),
        })
      }),
    wrap: (recipient, text) =>
      Promise.all([recipient, pubkey].map(owner => {
        const message = new NDKEvent(ndk, { kind: 14, created_at: now(), content: text, tags: [['p', recipient]] })
        return giftWrap(message, new NDKUser({ pubkey: owner }), signer).then(wrap => wrap.rawEvent())
      })),
    deliver: (relays, wrap) => deliver(relays, new NDKEvent(ndk, wrap)),
    unwrap: wrap => giftUnwrap(new NDKEvent(ndk, wrap), undefined, signer),
    close: () => ndk.pool.relays.forEach(connection => connection.disconnect()),
  }
}

await serveClient(open)
