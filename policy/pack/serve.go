package pack

import (
	"os"
	"runtime"
	"runtime/debug"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/policyx"
)

// Serve runs the pack until the engine ends it.
func Serve() error {
	// A pack lives for one preview, in which nearly everything that it allocates is a message that is
	// read once: collecting less often halves its work. GOGC still decides where it is set.
	if os.Getenv("GOGC") == "" {
		const percent = 400
		debug.SetGCPercent(percent)
	}
	// The engine sends one resource after the other and waits for each answer. With one processor no message
	// has to wake a thread, which takes a third less time; judge takes them all.
	if os.Getenv(processors) == "" {
		runtime.GOMAXPROCS(1)
	}
	return policyx.Main(New)
}

// processors is Go's own variable, which is left in force where it is set.
const processors = "GOMAXPROCS"
