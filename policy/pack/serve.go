package pack

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/proto"
	"google.golang.org/grpc/mem"
)

// Serve runs the pack until the engine ends it. It prints the port that it listens on, as the engine expects.
func Serve() error {
	// A pack lives for one preview, in which nearly everything that it allocates is a message that is
	// read once: collecting less often halves its work. GOGC still decides where it is set.
	if os.Getenv("GOGC") == "" {
		const percent = 400
		debug.SetGCPercent(percent)
	}
	// The engine sends one resource after the other and waits for each answer. With one processor no message
	// has to wake a thread, which takes a third less time; AnalyzeStack takes them all.
	if os.Getenv(processors) == "" {
		runtime.GOMAXPROCS(1)
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(s *grpc.Server) error {
			pulumirpc.RegisterAnalyzerServer(s, &server{})
			return nil
		},
		Options: []grpc.ServerOption{
			grpc.ForceServerCodecV2(codec{encoding.GetCodecV2(proto.Name)}),
			// A kept worker has a stack that is large enough: a new goroutine's grows with each message.
			grpc.NumStreamWorkers(1),
			// Fixed windows save the frames by which gRPC measures a connection.
			grpc.InitialWindowSize(window), grpc.InitialConnWindowSize(window),
		},
	})
	if err != nil {
		return fmt.Errorf("serving the policy pack: %w", err)
	}
	fmt.Println(handle.Port)
	if err := <-handle.Done; err != nil {
		return fmt.Errorf("serving the policy pack: %w", err)
	}
	return nil
}

// window is what the engine may send before it waits, in bytes: about the message of a stack of 1,000 methods.
const window = 64 << 20

// processors is Go's own variable, which is left in force where it is set.
const processors = "GOMAXPROCS"

// codec leaves the large messages undecoded, as their unknown fields. Those about one resource come twice for each
// resource, and are read, if at all, when the stack is judged; the one about the stack is read on all processors.
type codec struct{ encoding.CodecV2 }

// Unmarshal reads a message.
func (c codec) Unmarshal(data mem.BufferSlice, v any) error {
	switch m := v.(type) {
	case *pulumirpc.AnalyzeRequest:
		m.ProtoReflect().SetUnknown(data.Materialize())
	case *pulumirpc.AnalyzeStackRequest:
		m.ProtoReflect().SetUnknown(data.Materialize())
	default:
		return c.CodecV2.Unmarshal(data, v)
	}
	return nil
}
