package pack

import (
	"os"
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
	return policyx.Main(New)
}
