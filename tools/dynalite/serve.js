// Serves dynalite on a loopback port: node serve.js PORT [FOLDER]. It stops when standard input ends,
// so that it never outlives the process that started it, and ignores Ctrl-C, which a terminal sends to
// the whole group: its parent decides when to stop.
'use strict'
const dynalite = require('dynalite')

const [port, path] = process.argv.slice(2) // without a folder the data lives in memory
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })

// A connection that the server closes while the client reuses it would fail a request.
server.keepAliveTimeout = 0

server.on('error', (err) => {
  console.error(`dynalite: ${err.message}`)
  process.exit(1)
})
server.listen(Number(port), '127.0.0.1')

for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) process.on(signal, () => {})

process.stdin.resume()
process.stdin.on('end', () => {
  server.close((err) => {
    if (err) console.error(`dynalite: closing the data folder: ${err.message}`)
    process.exit(err ? 1 : 0)
  })
  server.closeAllConnections()
})
