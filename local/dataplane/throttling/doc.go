// Package throttling counts requests against the limits of stages and usage plans. The counts live in memory: a
// restart resets them.
package throttling

// Limits are the token buckets and quotas of an account. The zero value is ready; it is safe for concurrent
// use.
type Limits struct {
	buckets buckets
	quotas  quotas
}
