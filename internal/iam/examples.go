package iam

import "strings"

// example is an action or a resource to show to people. The lower the rank, the more telling.
type example struct {
	text      string
	rank      int
	invented  bool // not known to exist
	signature signature
	action    bool
}

// match is the text that patterns are matched against.
func (e example) match() string {
	if e.action {
		return strings.ToLower(e.text)
	}
	return e.text
}

// Ranks: an invented name is worse than any known one, and an action of one service on another's
// resource worse still.
const (
	inventedRank = 1 << 12
	awkward      = 1 << 8
	unfitting    = 1 << 16
)

// examples offers likely counterexamples: known actions, the resources that a comparison names,
// and plausible neighbours of those.
type examples struct {
	known     []string // resources, the most telling first
	literal   map[string]string
	region    string
	account   string
	partition string
}

func newExamples(m *model, required []Capability, existing []string) *examples {
	x := &examples{literal: map[string]string{}, region: "us-east-1", account: "123456789012", partition: "aws"}
	for _, c := range required {
		x.know(c.Resource)
	}
	for _, arn := range existing {
		x.know(arn)
	}
	for _, p := range m.resources.patterns {
		if text, literal := p.literal(); literal {
			x.know(text)
		}
	}
	for _, c := range m.grants {
		for _, action := range append(c.statement.Actions, c.statement.NotActions...) {
			x.literal[strings.ToLower(action)] = action
		}
	}
	return x
}

func (x *examples) know(arn string) {
	segments := strings.SplitN(arn, ":", arnSegments)
	if len(segments) != arnSegments || HasWildcard(arn) {
		return
	}
	if len(x.known) == 0 {
		x.partition = segments[1]
		if segments[3] != "" {
			x.region = segments[3]
		}
		if segments[4] != "" {
			x.account = segments[4]
		}
	}
	for _, k := range x.known {
		if k == arn {
			return
		}
	}
	x.known = append(x.known, arn)
}

// actions are the known actions that a pattern matches; nil matches all.
func (x *examples) actions(within pattern) []example {
	if text, literal := within.literal(); literal && within != nil {
		shown, known := canonicalAction(text)
		if !known {
			if written, ok := x.literal[text]; ok {
				shown = written
			}
		}
		return []example{{text: shown, action: true}}
	}
	var found []example
	for rank, a := range exampleActions() {
		if within == nil || within.matches(a.lower) {
			found = append(found, example{text: a.name, rank: rank, action: true})
		}
	}
	return found
}

// resources are the known resources that a pattern matches, then plausible fillings of its
// wildcards; nil matches all.
func (x *examples) resources(within pattern) []example {
	if text, literal := within.literal(); literal && within != nil {
		return []example{{text: text}}
	}
	var found []example
	offer := func(arn string) {
		if (within == nil || within.matches(arn)) && (arn == "*" || everyARN.matches(arn)) {
			found = append(found, example{text: arn, rank: len(found)})
		}
	}
	for _, arn := range x.known {
		offer(arn)
	}
	for _, arn := range x.neighbours() {
		offer(arn)
	}
	if within != nil {
		for _, arn := range x.fillings(within) {
			offer(arn)
		}
	}
	offer("*")
	return found
}

// neighbours are resources that often are beside the known ones.
func (x *examples) neighbours() []string {
	prefix := "arn:" + x.partition + ":"
	regional := ":" + x.region + ":" + x.account + ":"
	global := "::" + x.account + ":"
	arns := []string{
		prefix + "dynamodb" + regional + "table/another-table",
		prefix + "s3:::another-bucket/key",
		prefix + "iam" + global + "role/another-role",
		prefix + "iam" + global + "user/another-user",
		prefix + "lambda" + regional + "function:another-function",
		prefix + "kms" + regional + "key/1234abcd-12ab-34cd-56ef-1234567890ab",
		prefix + "sqs" + regional + "another-queue",
		prefix + "sns" + regional + "another-topic",
		prefix + "logs" + regional + "log-group:another-log-group:*",
		prefix + "execute-api" + regional + "a1b2c3d4e5/prod/GET/another",
		prefix + "cloudformation" + regional + "stack/another-stack/0",
	}
	for _, arn := range x.known {
		if table, index := SplitTableARN(arn); table != "" && index == "" {
			arns = append(arns, table+"/index/another-index", table+"/stream/2026-01-01T00:00:00.000")
		}
	}
	return arns
}

// fillings replace a pattern's wildcards by words that fit their place.
func (x *examples) fillings(within pattern) []string {
	var arns []string
	for _, variant := range []struct{ region, account, name string }{
		{x.region, x.account, ""},
		{x.region, x.account, "-another"},
		{x.region, x.account, "another"},
		{x.region, x.account, "another/index/another"},
		{"eu-central-1", x.account, ""},
		{"us-west-2", x.account, "another"},
		{x.region, "111122223333", ""},
		{"eu-central-1", "111122223333", "another"},
	} {
		var b strings.Builder
		colons := 0
		for _, e := range within {
			switch {
			case e == ':':
				colons++
				b.WriteRune(e)
			case e >= 0:
				b.WriteRune(e)
			case !isStar(e):
				b.WriteByte('1')
			default:
				b.WriteString(x.word(colons, variant.region, variant.account, variant.name))
			}
		}
		arns = append(arns, b.String())
	}
	return arns
}

func (x *examples) word(segment int, region, account, name string) string {
	switch segment {
	case 0:
		return "arn"
	case 1:
		return x.partition
	case 3:
		return region
	case 4:
		return account
	default:
		return name
	}
}

// flavour is the part of an action or a resource that misfit reads: of examples alike in that and in
// signature, one is enough.
func (e example) flavour() string {
	if e.action {
		vendor, name, _ := strings.Cut(e.text, ":")
		if SupportsIndex(name) {
			return vendor + " index"
		}
		return vendor
	}
	segments := strings.SplitN(e.text, ":", 4)
	if len(segments) < 3 {
		return e.text
	}
	for _, kind := range []string{"/index/", "/stream/"} {
		if strings.Contains(e.text, kind) {
			return segments[2] + kind
		}
	}
	return segments[2]
}

// misfit is a pair's rank when such a request cannot be made on AWS: an action on
// another service's resource, or most item operations on an index or a stream. IAM would allow it
// all the same, so that it is still a counterexample where no better one exists.
func misfit(action, resource string) int {
	vendor, _, _ := strings.Cut(action, ":")
	segments := strings.SplitN(resource, ":", 4)
	switch {
	case resource == "*":
		return 0
	case len(segments) <= 2 || !strings.EqualFold(segments[2], vendor):
		return unfitting
	case strings.Contains(resource, "/index/"):
		if name := strings.TrimPrefix(action, "dynamodb:"); name != "PartiQLSelect" && !SupportsIndex(name) {
			return awkward
		}
	case strings.Contains(resource, "/stream/"):
		return awkward
	}
	return 0
}
