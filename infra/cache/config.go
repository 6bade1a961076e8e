// Package cache decides which methods' answers a stage's cache may keep, and under which keys.
// docs/adr/0016-caching.md explains the choices.
package cache

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Sizes are the sizes of a cache in GB, as API Gateway names them
// (https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html).
var Sizes = []string{"0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"}

// Config is a stage's cache.
type Config struct {
	// Size is one of Sizes, empty for no cache.
	Size string
	// TTL is for how many seconds an answer is kept; with 0 none is.
	TTL int
}

// On reports whether the stage has a cache.
func (c Config) On() bool { return c.Size != "" }

// Keeps reports whether the cache keeps answers.
func (c Config) Keeps() bool { return c.On() && c.TTL > 0 }

// Stage adds the cache to a stage.
func (c Config) Stage(args *apigateway.StageArgs) {
	if c.On() {
		args.CacheClusterEnabled, args.CacheClusterSize = pulumi.Bool(true), pulumi.String(c.Size)
	}
}

// Settings adds to a stage's settings whether the answers of their methods are kept. The settings for all
// methods say that none are: a method is cached only where it was decided that it may be.
func (c Config) Settings(args *apigateway.MethodSettingsSettingsArgs, kept bool) {
	if !c.On() {
		return
	}
	args.CachingEnabled = pulumi.Bool(kept && c.Keeps())
	args.CacheTtlInSeconds = pulumi.Int(c.TTL)
	args.CacheDataEncrypted = pulumi.Bool(true)
	// Only a caller with the permission execute-api:InvalidateCache may empty the cache by Cache-Control:
	// max-age=0. Browsers send that whenever a page is reloaded, so such a request is not refused.
	args.RequireAuthorizationForCacheControl = pulumi.Bool(true)
	args.UnauthorizedCacheControlHeaderStrategy = pulumi.String("SUCCEED_WITH_RESPONSE_HEADER")
}
