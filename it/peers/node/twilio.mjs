// Twilio, as its own description of its API has it (github.com/twilio/twilio-oai at d50069b4, spec/json: in twilio/ only
// what is about messages, their media and cards), watched over by Prism: what doesn't fit is refused, and noted.
import fs from 'node:fs/promises'
import http from 'node:http'
import { createLogger } from '@stoplight/prism-core'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'
import { serve } from './pipe.mjs'

const LOCAL = '127.0.0.1'

// Prism forgets that lists are written so in a form unless somebody says it.
const sayHowListsAreWritten = description => {
  for (const { post } of Object.values(description.paths)) {
    const form = post?.requestBody?.content['application/x-www-form-urlencoded']
    if (!form) continue
    const lists = Object.entries(form.schema.properties).filter(([, field]) => field.type === 'array')
    form.encoding = Object.fromEntries(lists.map(([name]) => [name, { style: 'form', explode: true }]))
  }
  return description
}

const watch = async file => {
  const description = sayHowListsAreWritten(JSON.parse(await fs.readFile(`twilio/${file}`)))
  const server = createServer(await getHttpOperationsFromSpec(description), {
    cors: false,
    components: { logger: createLogger('prism', { level: 'silent' }) },
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      validateResponse: false,
      errors: false,
      mock: { dynamic: false },
    },
  })
  return server.listen(0, LOCAL)
}

const [api, content] = await Promise.all([watch('api.json'), watch('content.json')])
const verdicts = []

// Between the two: our side isn't shown what Prism thinks of a request.
const front = http.createServer(async (request, response) => {
  const body = []
  for await (const piece of request) body.push(piece)
  const answer = await fetch((request.url.startsWith('/v1/Content') ? content : api) + request.url, {
    method: request.method,
    headers: {
      accept: request.headers.accept,
      ...(request.headers.authorization && { authorization: request.headers.authorization }),
      ...(request.headers['content-type'] && { 'content-type': request.headers['content-type'] }),
    },
    body: body.length ? Buffer.concat(body) : undefined,
  })
  const text = await answer.text()
  verdicts.push({
    asked: `${request.method} ${request.url.split('?')[0]}`,
    status: answer.status,
    complaints: answer.headers.get('sl-violations') ?? (answer.status < 300 ? '' : text),
  })
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
})
await new Promise(resolve => front.listen(0, LOCAL, resolve))

await serve({
  address: () => `http://${LOCAL}:${front.address().port}`,
  verdicts: () => verdicts.splice(0),
})
