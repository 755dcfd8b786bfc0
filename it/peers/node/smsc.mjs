// An SMSC, as node-smpp makes it: strict about what comes, honest or not about what became of it.
import smpp from 'smpp'
import { serve } from './pipe.mjs'

const ONLY_GSM_TWICE = /[\f^{}\\[~\]|€]/gu

const honest = {
  password: 'secret',
  latency: 0, // milliseconds until an answer
  throttleEvery: 0, // every nth message is refused as too many
  dropEvery: 0, // every nth answer gets lost
  ids: 'hex', // how answers write ids: hex or dec
  receiptIds: 'same', // how receipts write them: same, hex, dec or padded (decimal, with zeros in front)
  tlv: true, // whether receipts name the id in a parameter too
  receipts: '', // what becomes of messages by itself, such as DELIVRD; empty: nothing
  receiptFirst: false, // whether that comes before the answer
}

let server
let port
let behaviour
let sessions
let nextId
let texts
let parts
let complaints
let counts
let waiting
let answers
let bringing

const reset = options => {
  behaviour = { ...honest, ...options }
  sessions = new Set()
  nextId = 0x1a2b3c
  texts = []
  parts = new Map()
  complaints = new Set()
  counts = { binds: 0, submitted: 0, accepted: 0, throttled: 0, underWay: 0, mostUnderWay: 0 }
  waiting = []
  answers = []
  bringing = false
}

const complain = what => void complaints.add(what)

const written = (id, form) => {
  const decimal = String(id)
  return { hex: id.toString(16).toUpperCase(), dec: decimal, padded: decimal.padStart(10, '0') }[form]
}

const check = (session, pdu, said, place) => {
  if (session.seen.has(pdu.sequence_number)) complain('a sequence number comes twice')
  session.seen.add(pdu.sequence_number)
  if (pdu.dest_addr_ton !== 1 || pdu.dest_addr_npi !== 1) complain('a recipient that is no international number')
  if (!/^[1-9][0-9]{6,14}$/.test(pdu.destination_addr)) complain('a recipient that is no number')
  if (![0, 8].includes(pdu.data_coding)) complain('data coding ' + pdu.data_coding)
  if (![0, 0x40].includes(pdu.esm_class)) complain('esm class ' + pdu.esm_class)
  if (pdu.registered_delivery !== 1) complain('no receipt is wanted')
  if (pdu.message_payload) return
  const units = pdu.data_coding === 8 ? said.length : said.length + (said.match(ONLY_GSM_TWICE) ?? []).length
  const room = pdu.data_coding === 8 ? (place ? 67 : 70) : place ? 153 : 160
  if (units > room) complain(`${units} units where there is room for ${room}`)
  if (!said.isWellFormed()) complain('half an emoji')
}

const place = pdu => {
  const header = pdu.short_message?.udh?.find(element => element[0] === 0)
  if (header) return { reference: header[2], count: header[3], index: header[4] }
  if (pdu.sar_total_segments > 1)
    return { reference: pdu.sar_msg_ref_num, count: pdu.sar_total_segments, index: pdu.sar_segment_seqnum }
}

const accept = (pdu, said, at, id) => {
  counts.accepted++
  const text = { from: pdu.source_addr, to: pdu.destination_addr, ids: [id] }
  if (!at) return void texts.push({ ...text, text: said })
  const key = [text.from, text.to, at.reference, at.count].join()
  const known = parts.get(key) ?? []
  if (known[at.index]) complain('a part comes twice')
  known[at.index] = { said, id }
  parts.set(key, known)
  const all = known.slice(1).filter(Boolean)
  if (all.length < at.count) return
  parts.delete(key)
  texts.push({ ...text, ids: all.map(part => part.id), text: all.map(part => part.said).join('') })
}

const submitted = (session, pdu) => {
  counts.submitted++
  counts.mostUnderWay = Math.max(counts.mostUnderWay, ++counts.underWay)
  const number = counts.submitted
  const answer = fields =>
    setTimeout(() => {
      counts.underWay--
      if (!behaviour.dropEvery || number % behaviour.dropEvery) session.send(pdu.response(fields))
    }, behaviour.latency)
  if (behaviour.throttleEvery && number % behaviour.throttleEvery === 0) {
    counts.throttled++
    return answer({ command_status: smpp.ESME_RTHROTTLED })
  }
  const said = (pdu.message_payload ?? pdu.short_message).message
  const at = place(pdu)
  check(session, pdu, said, at)
  const id = nextId++
  accept(pdu, said, at, written(id, behaviour.ids))
  const report = () => behaviour.receipts && receipt(id, behaviour.receipts, pdu.destination_addr, pdu.source_addr)
  if (behaviour.receiptFirst) report()
  answer({ message_id: written(id, behaviour.ids) })
  if (!behaviour.receiptFirst) setTimeout(report, behaviour.latency + 1)
}

const STATES = { ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8 }

const receipt = (id, stat, from, to) => {
  const form = behaviour.receiptIds === 'same' ? behaviour.ids : behaviour.receiptIds
  const said =
    `id:${written(id, form)} sub:001 dlvrd:${stat === 'DELIVRD' ? '001' : '000'} submit date:2611212000 ` +
    `done date:2611212001 stat:${stat} err:${stat === 'DELIVRD' ? '000' : '045'} text:`
  const beside = behaviour.tlv
    ? { receipted_message_id: written(id, behaviour.ids), message_state: STATES[stat] }
    : {}
  bring({ source_addr: from, destination_addr: to, esm_class: 4, short_message: said, ...beside })
}

// What can't be brought, or isn't taken, is brought again, and nothing overtakes it.
const bring = fields => {
  waiting.push(fields)
  bringNext()
}

const bringNext = () => {
  const session = [...sessions].find(bound => bound.hears)
  if (bringing || !waiting.length || !session) return
  bringing = true
  const fields = waiting[0]
  const gone = () => taken(undefined)
  const taken = status => {
    session.off('close', gone)
    bringing = false
    if (status !== undefined) answers.push(status)
    if (status === smpp.ESME_ROK) waiting.shift()
    setTimeout(bringNext, status === smpp.ESME_ROK ? 0 : 200)
  }
  session.once('close', gone)
  session.deliver_sm({ source_addr_ton: 1, source_addr_npi: 1, dest_addr_ton: 1, dest_addr_npi: 1, ...fields }, pdu =>
    taken(pdu.command_status))
}

const bound = (session, pdu, hears) => {
  counts.binds++
  if (pdu.interface_version !== 0x34) complain('version ' + pdu.interface_version)
  if (pdu.password !== behaviour.password) {
    session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }))
    return session.close()
  }
  session.hears = hears
  session.seen = new Set()
  sessions.add(session)
  session.send(pdu.response({ system_id: 'node' }))
  setTimeout(bringNext, 0)
}

const serveOne = session => {
  session.on('close', () => sessions.delete(session))
  session.on('error', error => error.code === 'ECONNRESET' || complain(String(error)))
  session.on('bind_transceiver', pdu => bound(session, pdu, true))
  session.on('bind_transmitter', pdu => bound(session, pdu, false))
  session.on('bind_receiver', pdu => bound(session, pdu, true))
  session.on('enquire_link', pdu => session.send(pdu.response()))
  session.on('submit_sm', pdu => submitted(session, pdu))
  session.on('unbind', pdu => {
    session.send(pdu.response())
    session.close()
  })
}

const listen = at =>
  new Promise(resolve => {
    server = smpp.createServer(serveOne)
    server.listen(at, '127.0.0.1', () => resolve((port = server.address().port)))
  })

const hangUp = () => [...sessions].forEach(session => session.destroy())

const partsOf = (text, size) => {
  const all = []
  for (let at = 0; at < text.length; at += size) all.push(text.slice(at, at + size))
  return all
}

const commands = {
  start: async options => {
    if (server) {
      hangUp()
      server.close()
    }
    reset(options)
    return listen(0)
  },
  behave: options => void Object.assign(behaviour, options),
  hangUp,
  goAway: () => {
    hangUp()
    server.close()
  },
  comeBack: () => listen(port),
  texts: () => texts.splice(0),
  counts: () => ({ ...counts, waiting: waiting.length, sessions: sessions.size }),
  complaints: () => [...complaints],
  answers: () => answers.splice(0),
  // What somebody sends us: long texts in parts that are cut anywhere, as phones do.
  say: (from, to, text, reference) => {
    const ucs2 = /[^\n !"#%-?A-Za-z]/.test(text) // what is the same in Latin 1 and in the phones' alphabet
    const [alone, size] = ucs2 ? [70, 67] : [160, 153]
    const coding = ucs2 ? 8 : 0
    const encoded = part => (ucs2 ? Buffer.from(part, 'utf16le').swap16() : Buffer.from(part, 'latin1'))
    const one = { source_addr: from, destination_addr: to, data_coding: coding }
    if (text.length <= alone) return bring({ ...one, esm_class: 0, short_message: encoded(text) })
    const all = partsOf(text, size)
    all.forEach((part, i) =>
      bring({
        ...one,
        esm_class: 0x40,
        short_message: Buffer.concat([Buffer.from([5, 0, 3, reference, all.length, i + 1]), encoded(part)]),
      }))
  },
  receipt: (id, stat, from, to) => receipt(parseInt(id, behaviour.ids === 'hex' ? 16 : 10), stat, from, to),
}

serve(commands)
