// welshman, with a Pool for each person. It authenticates as soon as a relay sends a challenge.
import { defaultSocketPolicies, makeSocketPolicyAuth, Pool, publish, PublishStatus, pull, push, request, Socket } from '@welshman/net'
import { Nip01Signer, Nip59 } from '@welshman/signer'
import { makeEvent } from '@welshman/util'
import { serveClient } from './client.mjs'

// Where there is no window, its NIP-77 takes Node's global crypto, which is WebCrypto, for the module of that name.
globalThis.window ??= globalThis

const open = async (relay, key) => {
  const signer = Nip01Signer.fromSecret(key)
  const policies = [...defaultSocketPolicies, makeSocketPolicyAuth({ sign: event => signer.sign(event) })]
  const context = { pool: new Pool({ makeSocket: url => new Socket(url, policies) }) }
  const nip59 = Nip59.fromSigner(signer)
  const publicKey = await signer.getPubkey()

  const deliver = async (relays, event) => {
    for (const { status, detail } of Object.values(await publish({ relays, event, context }))) {
      if (status !== PublishStatus.Success) throw new Error(`${status}: ${detail}`)
    }
  }

  return {
    publicKey,
    publish: async ({ kind, tags, content }) => {
      const event = await signer.sign(makeEvent(kind, { tags, content }))
      await deliver([relay], event)
      return event
    },
    read: filter => request({ relays: [relay], filters: [filter], autoClose: true, context }),
    subscribe: (filter, onEvent) =>
      new Promise((resolve, reject) => {
        request({
          relays: [relay],
          filters: [filter],
          context,
          onEvent,
          onEose: resolve,
          onClosed: reason => reject(new Error(reason)),
        })
      }),
    wrap: async (recipient, text) => {
      const message = makeEvent(14, { content: text, tags: [['p', recipient]] })
      return [await nip59.wrap(recipient, message), await nip59.wrap(publicKey, message)]
    },
    deliver,
    unwrap: wrap => nip59.unwrap(wrap),
    sync: async (filter, events) => {
      // It says once more whatever it said before AUTH was through, and a session that is opened twice never ends.
      await context.pool.get(relay).auth.attemptAuth(event => signer.sign(event))
      const options = { relays: [relay], filters: [filter], events, context }
      await push(options)
      return pull(options)
    },
    close: () => context.pool.clear(),
  }
}

await serveClient(open)
