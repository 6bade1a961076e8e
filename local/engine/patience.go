package engine

import (
	"context"
	"time"
)

// grace is how long the engine may take to stop by itself.
const grace = 5 * time.Second

// patient returns a context that ends some time after ctx does. Ctrl-C in a terminal reaches the
// Pulumi CLI as well as us, and a second interrupt makes it drop what it is doing, half done. So it
// gets time to stop by itself, and is interrupted by us only if it does not: when only we were told.
func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(grace):
			cancel()
		case <-late.Done():
		}
	})
	return late, func() { stop(); cancel() }
}
