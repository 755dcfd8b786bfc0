// A library behind a pipe. A line in is ["command", argument, …], a line out {"answer": …} or {"error": "…"}.
export const serve = async commands => {
  const answer = async line => {
    let out
    try {
      const [command, ...parameters] = JSON.parse(line)
      out = { answer: (await commands[command](...parameters)) ?? null }
    } catch (error) {
      out = { error: String(error) }
    }
    process.stdout.write(JSON.stringify(out) + '\n')
  }

  // Not Node's readline: it ends lines at U+2028 too, and searches a long line anew with each piece of it that comes.
  let pieces = []
  for await (let chunk of process.stdin) {
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n')) {
      await answer(Buffer.concat([...pieces, chunk.subarray(0, end)]).toString())
      pieces = []
      chunk = chunk.subarray(end + 1)
    }
    pieces.push(chunk)
  }
  process.exit() // whatever connections a library keeps open
}
