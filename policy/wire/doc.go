// Package wire drives a policy pack over its wire protocol, as Pulumi's engine does, and keeps what
// the engine told a pack in a file: a Recording.
package wire
