package mutation

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
	"lambdaless/policy/wire"
)

// Score is the outcome of a stack's derived mutants.
type Score struct {
	// Caught is the number of mutants in which a mandatory rule fails, and Warned of those in which only an
	// advisory rule has a finding.
	Caught, Warned int
	// Harmless are mutants without a finding that change nothing that the pack protects, by the reason.
	Harmless map[string]int
	// Survivors are all other mutants without a finding, in order, and Kinds how many of them change which property of
	// which type. Unfit is the number of those that do not fit the stack.
	Survivors []string
	Kinds     map[string]int
	Unfit     int
}

// Total is the number of mutants that were judged.
func (s Score) Total() int {
	total := s.Caught + s.Warned + len(s.Survivors)
	for _, n := range s.Harmless {
		total += n
	}
	return total
}

// Judge judges the mutants in this process, as the pack does with the default settings and without a lock. workers
// is how many are judged at a time. progress is called with the number of mutants that are done.
func Judge(stack *wire.Recording, mutants []Mutant, workers int, progress func(done int)) (Score, error) {
	j, err := NewJudge(stack)
	if err != nil {
		return Score{}, err
	}
	score := Score{Harmless: map[string]int{}, Kinds: map[string]int{}}
	var mu sync.Mutex
	var running sync.WaitGroup
	next := make(chan Mutant)
	done := 0
	for range workers {
		running.Go(func() {
			for m := range next {
				findings, unfit := j.Findings(m)
				mu.Lock()
				if unfit != "" {
					score.Unfit++
				} else {
					score.count(m, findings)
				}
				done++
				progress(done)
				mu.Unlock()
			}
		})
	}
	for _, m := range mutants {
		next <- m
	}
	close(next)
	running.Wait()
	slices.Sort(score.Survivors)
	return score, nil
}

func (s *Score) count(m Mutant, findings []rule.Finding) {
	mandatory := slices.ContainsFunc(findings, func(f rule.Finding) bool { return f.Level == rule.Mandatory })
	switch reason := harmless(m); {
	case mandatory:
		s.Caught++
	case len(findings) > 0:
		s.Warned++
	case reason != "":
		s.Harmless[reason]++
	default:
		s.Survivors = append(s.Survivors, m.Name)
		s.Kinds[m.kind()]++
	}
}

// Ratio is the share of the mutants that are caught, only warned about or harmless.
func (s Score) Ratio() float64 {
	if s.Total() == 0 {
		return 0
	}
	return 1 - float64(len(s.Survivors))/float64(s.Total())
}

// LeastRatio is the ratio below which the score is a failure. docs/mutants.md says what most survivors change: what no
// rule speaks of.
const LeastRatio = 0.8

// Write prints the score.
func (s Score) Write(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%d derived mutants: %d caught by a mandatory rule, %d by an advisory one, %d harmless, %d survived: %.1f%% (%d do not fit the stack)\n",
		s.Total(), s.Caught, s.Warned, s.Total()-s.Caught-s.Warned-len(s.Survivors), len(s.Survivors), 100*s.Ratio(), s.Unfit)
	for _, reason := range slices.Sorted(maps.Keys(s.Harmless)) {
		fmt.Fprintf(&out, "  harmless %4d: %s\n", s.Harmless[reason], reason)
	}
	kinds := slices.SortedFunc(maps.Keys(s.Kinds), func(a, b string) int { return cmp.Or(cmp.Compare(s.Kinds[b], s.Kinds[a]), cmp.Compare(a, b)) })
	for _, kind := range kinds {
		fmt.Fprintf(&out, "  not caught %4d: %s\n", s.Kinds[kind], kind)
	}
	for _, name := range s.Survivors {
		fmt.Fprintf(&out, "  SURVIVED %s\n", name)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// reasons are why changes are harmless, by type, the beginning of the path and the beginning of the operator. An empty
// type, path or operator is every one.
var reasons = []struct{ kind, path, operator, reason string }{
	{"aws:cloudwatch/metricAlarm:MetricAlarm", "", "", "an alarm tells people and lets no one in"},
	{"aws:cloudwatch/dashboard:Dashboard", "", "", "a dashboard shows metrics and lets no one in"},
	{"aws:cloudwatch/logMetricFilter:LogMetricFilter", "", "", "a metric filter counts lines of a log and lets no one in"},
	{"aws:sns/topic:Topic", "", "", "the topic of alarms holds no items"},
	{"aws:sns/topicSubscription:TopicSubscription", "", "", "the topic of alarms holds no items"},
	{graph.WebACL, "", "", "a firewall only takes requests away: what a request that passes may do is proven without it"},
	{graph.WebACLAssociation, "", "", "a firewall only takes requests away: what a request that passes may do is proven without it"},
	{graph.Pipe, "sourceParameters", "", "how many changes are sent at once, how often, and which: the role and the target stay the same"},
	{graph.Queue, "messageRetentionSeconds", "", "how long a queue keeps what it holds lets no one in"},
	{"aws:backup/plan:Plan", "", "", "a backup copies tables and lets no one in"},
	{"aws:backup/selection:Selection", "", "", "a backup copies tables and lets no one in"},
	{"aws:backup/vault:Vault", "", "", "a backup copies tables and lets no one in"},
	{graph.BucketV2, "", "", "the audit trail's bucket: which bucket it is decides about no permission on the API's data"},
	{"aws:s3/bucketVersioningV2:BucketVersioningV2", "", "", "how long records of requests are kept decides about no permission"},
	{"aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "", "", "how long records of requests are kept decides about no permission"},
	{"aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "", "", "S3 encrypts every object in any case"},
	{graph.KeyAlias, "", "", "an alias names a key for people: tables and roles name the key itself"},
	{graph.Key, "deletionWindowInDays", "", "how long KMS keeps a key that nothing uses any more"},
	{"", "tags", "", "a tag's value describes a resource; LP-TAG-001 asks only for the required ones"},
	{"", "description", "", "a description describes a resource"},
	{graph.Method, "operationName", "", "an operation's name is for generated clients"},
	{graph.APIKey, "name", "", "a name that nothing refers to"},
	{graph.UsagePlan, "name", "", "a name that nothing refers to"},
	{graph.RequestValidator, "name", "", "a name that nothing refers to"},
	{graph.RestAPI, "name", "", "a name that nothing refers to"},
	{graph.RolePolicy, "name", "", "a name that nothing refers to"},
	{graph.Role, "name", "", "the physical name: references follow it, and AWS refuses an invalid one"},
	{graph.LogGroup, "", "", "a log group that only receives logs: LP-STAGE-001 and LP-LOG-001 judge the logs"},
	{graph.Stage, "accessLogSettings.destinationArn", "computed from another", "another log group of the stack receives the logs"},
	{graph.Deployment, "triggers", "", "triggers that name no method, model, validator, policy or gateway response cover nothing that is proven"},
	{graph.RestAPI, "apiKeySource", "removed", "the default is the same"},
	{graph.Role, "", "in another region", "IAM has no regions"},
	{graph.RolePolicy, "", "in another region", "IAM has no regions"},
	{graph.APIKey, "enabled", "removed", "the default is the same"},
	{graph.Method, "authorization", "removed", "the default is the same"},
	{graph.MethodSettings, "settings.dataTraceEnabled", "removed", "the default is the same"},
	{graph.Table, "pointInTimeRecovery.recoveryPeriodInDays", "", "the default is the same, and more days than 35 do not exist"},
	{graph.Method, "apiKeyRequired", "", "a method that reads may be open, or ask for a key"},
	{graph.Method, "requestModels", "", "a method whose template does not read the body needs no model"},
	{graph.Model, "contentType", "", "a method's requestModels, not the model, say for which type it is"},
	{graph.Model, "schema", "with a", "blanks around JSON change nothing"},
	{graph.RestAPI, "endpointConfiguration", "", "where the API is reachable decides about no permission"},
	{graph.MethodSettings, "settings.loggingLevel", "", "the execution log holds no bodies while LP-STAGE-004 is proven"},
	{graph.MethodSettings, "settings.metricsEnabled", "", "metrics decide about no permission"},
	{graph.MethodSettings, "settings.throttling", "set to", "another limit is a limit"},
	{graph.UsagePlan, "quotaSettings", "set to", "another limit is a limit"},
	{graph.UsagePlan, "throttleSettings", "set to", "another limit is a limit"},
	{graph.MethodResponse, "", "", "a method response of a status that no integration response has only documents it; of others LP-INTG-004 asks for one"},
	{graph.IntegrationResponse, "responseParameters.method.response.header.Vary", "", "a header for caches: which pages may read an answer is decided by Access-Control-Allow-Origin"},
	{graph.IntegrationResponse, "responseParameters.method.response.header.Access-Control-Expose-Headers", "", "which headers a page may read whose origin may read the answer"},
	{graph.IntegrationResponse, "statusCode", "set to", "another status of the same class, with a method response"},
	{graph.IntegrationResponse, "selectionPattern", "set to", "a pattern that still matches the errors that LP-INTG-004 names"},
}

// harmless is the reason why a mutant changes nothing that the pack protects, empty where there is none.
func harmless(m Mutant) string {
	for _, r := range reasons {
		if (r.kind == "" || r.kind == m.Type) && (len(m.Path) > 0 || r.path == "" && r.kind != "") &&
			strings.HasPrefix(strings.Join(m.Path, "."), r.path) && strings.HasPrefix(m.Operator, r.operator) {
			return r.reason
		}
	}
	return ""
}
