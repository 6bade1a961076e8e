// Package scaffold writes what an API needs for a new resource: the schema of its items, the table and the
// endpoints in Go, the templates that these generate, and a contract test. It shows all files before the
// first is written, changes no existing file, and leaves none behind when one cannot be written.
package scaffold
