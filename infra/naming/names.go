// Package naming computes the physical names of what a stack deploys.
package naming

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Names computes physical names, so that ARNs and whole policy documents are known at preview. It
// also refuses to give one name away twice, which AWS would refuse only half-way through an update.
type Names struct {
	project string
	prefix  string // <project>-<stack>
	region  string
	Scope   string // what Within has added
	taken   *taken
}

type taken struct {
	sync.Mutex
	by map[string]string // kind and name: who has it
}

// New starts the names of one program's stack in one region.
func New(project, stack, region string) Names {
	return Names{project: project, prefix: project + "-" + stack, region: region, taken: &taken{by: map[string]string{}}}
}

// Within is for a second API in the same program: its physical names carry the scope.
func (n Names) Within(scope string) Names {
	n.Scope += "-" + scope
	return n
}

// OfStack are the names that another stack of the program gives in the region.
func (n Names) OfStack(stack string) Names {
	n.prefix = n.project + "-" + stack
	return n
}

// Regional names something whose name must be unique in the region: <project>-<stack>-<logical>.
func (n Names) Regional(logical string) string {
	return Shorten(n.prefix+n.Scope+"-"+logical, 128)
}

// Global names something whose name must be unique in the account, in all regions together, as IAM roles' are:
// <project>-<stack>-<region>-<logical>. IAM's limit is 64 characters.
func (n Names) Global(logical string) string {
	return Shorten(n.prefix+"-"+n.region+n.Scope+"-"+logical, 64)
}

// Bucket names an S3 bucket, whose name must be unique in the world: <project>-<stack>-<account>-<region>-<logical>,
// in S3's characters (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
func (n Names) Bucket(account, logical string) string {
	name := n.prefix + "-" + account + "-" + n.region + n.Scope + "-" + logical
	if legal := strings.Trim(notInBuckets.ReplaceAllString(strings.ToLower(name), "-"), "-"); legal != name {
		name = legal + "-" + ShortHash(name)
	}
	return Shorten(name, 63)
}

var notInBuckets = regexp.MustCompile(`[^a-z0-9-]+`)

// Claim reserves a physical name within its kind.
func (n Names) Claim(kind, name, owner string) error {
	n.taken.Lock()
	defer n.taken.Unlock()
	key := kind + " " + name
	if other, ok := n.taken.by[key]; ok {
		return fmt.Errorf("%s: %s %q already belongs to %s; give one of the two APIs a scope with Names.Within",
			owner, kind, name, other)
	}
	n.taken.by[key] = owner
	return nil
}

// Shorten keeps a name within AWS's limit, and different from other names with the same beginning.
func Shorten(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	hash := ShortHash(name)
	return name[:limit-len(hash)-1] + "-" + hash
}

// ShortHash is eight hexadecimal digits of a text's SHA-256.
func ShortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}
