package dataplane

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/backend"
	"lambdaless/local/dataplane/caching"
	"lambdaless/local/dataplane/throttling"
	"lambdaless/local/dataplane/trace"
)

// Config is what a Gateway is built from. Only Cloud and Database are required.
type Config struct {
	Cloud    Cloud
	Database database.API
	Clock    func() time.Time // time.Now when nil
	IDs      IDs              // random ids when nil
	Random   func() float64   // at least 0 and below 1, chooses canary requests; math/rand/v2 when nil
	Log      *slog.Logger     // slog.Default() when nil
	// Authorizers run the methods whose authorization is not NONE, by authorization type: AWS_IAM,
	// CUSTOM, COGNITO_USER_POOLS. A method whose type is missing here answers 500 (GW-040).
	Authorizers map[string]MethodAuthorizer
}

// Gateway serves every stage of the account. It is an http.Handler and must be mounted as one, not
// behind http.ServeMux, which rewrites paths that API Gateway keeps. It is safe for concurrent use.
type Gateway struct {
	Config

	compiled compileCache
	limits   throttling.Limits
	caches   caching.Caches
	dynamodb backend.DynamoDB
	formats  sync.Map // access log format: *accessLogFormat
}

// New returns a Gateway. It panics when Cloud or Database is missing, which is a programming error.
func New(config Config) *Gateway {
	if config.Cloud == nil || config.Database == nil {
		panic("dataplane.New: Config.Cloud and Config.Database are required")
	}
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.Random == nil {
		config.Random = rand.Float64
	}
	if config.IDs == nil {
		config.IDs = randomIDs{}
	}
	if config.Log == nil {
		config.Log = slog.Default()
	}
	return &Gateway{Config: config, dynamodb: backend.DynamoDB{
		Roles: config.Cloud, Database: config.Database, Clock: config.Clock, Log: config.Log,
	}}
}

// ServeHTTP answers one request as the stage's invoke URL would.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.Invoke(r.Context(), fromHTTP(r), nil).writeTo(w)
}

// Invoke runs one request through the pipeline. A non-nil trace is filled with what every step saw,
// decided and took, which costs time: serving passes nil.
func (g *Gateway) Invoke(ctx context.Context, request *Request, t *trace.Trace) *Response {
	x := newExchange(ctx, g, request, t)
	response := x.run()
	x.finish(response)
	return response
}
