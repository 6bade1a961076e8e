package iam_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

var getMovies = []iam.Capability{{"dynamodb:GetItem", movies}}

func allow(action, resource string) string {
	return fmt.Sprintf(`{"Effect":"Allow","Action":%q,"Resource":%q}`, action, resource)
}

// Each counterexample is one that a person would look for.
func TestExcess(t *testing.T) {
	t.Parallel()
	const conditional = `"Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["bob"]}}`
	for _, c := range []struct {
		situation  string
		statements []string
		want       []string // action and resource of each finding
	}{
		{"exactly what is needed", []string{allow("dynamodb:GetItem", movies)}, nil},
		{"the same in another case", []string{allow("DynamoDB:getitem", movies)}, nil},
		{"nothing", nil, nil},
		{"a wider action", []string{allow("dynamodb:*", movies)}, []string{"dynamodb:DeleteItem " + movies}},
		{"everything", []string{allow("*", "*")}, []string{"dynamodb:DeleteItem " + movies}},
		{"a question mark", []string{allow("dynamodb:?etItem", movies)}, []string{"dynamodb:xetitem " + movies}},
		{"a question mark that nothing real fits", []string{allow("dynamodb:GetItem?", movies)}, []string{"dynamodb:getitemx " + movies}},
		{"a prefix", []string{allow("dynamodb:Get*", movies)}, []string{"dynamodb:GetAbacStatus " + movies}},
		{"the read actions", []string{allow("dynamodb:*Get*", movies)}, []string{"dynamodb:BatchGetItem " + movies}},
		{"another action beside", []string{`{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:putitem"],"Resource":"` + movies + `"}`}, []string{"dynamodb:PutItem " + movies}},
		{"another table beside", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":["` + movies + `","` + movies + `2"]}`}, []string{"dynamodb:GetItem " + movies + "2"}},
		{"all tables of the account", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/*")}, []string{"dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/another-table"}},
		{"tables with the same beginning", []string{allow("dynamodb:GetItem", movies+"*")}, []string{"dynamodb:GetItem " + movies + "-another"}},
		{"the table's indexes", []string{allow("dynamodb:GetItem", movies), allow("dynamodb:Query", movies+"/index/*")}, []string{"dynamodb:Query " + movies + "/index/another-index"}},
		{"all regions", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb:*:123456789012:table/movies")}, []string{"dynamodb:GetItem arn:aws:dynamodb:eu-central-1:123456789012:table/movies"}},
		{"all accounts", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:*:table/movies")}, []string{"dynamodb:GetItem arn:aws:dynamodb:us-east-1:111122223333:table/movies"}},
		{"a short ARN", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb")}, []string{"dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/another-table"}},
		{"NotAction", []string{`{"Effect":"Allow","NotAction":"iam:*","Resource":"` + movies + `"}`}, []string{"dynamodb:DeleteItem " + movies}},
		{"NotResource", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"` + movies + `"}`}, []string{"dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/another-table"}},
		{"NotResource of everything", []string{`{"Effect":"Allow","Action":"dynamodb:PutItem","NotResource":"*"}`}, nil},
		{"another service", []string{allow("s3:Get*", "*")}, []string{"s3:GetObject arn:aws:s3:::another-bucket/key"}},
		{"an unknown service", []string{allow("foo:*", "*")}, []string{"foo:x *"}},
		{"a condition does not narrow an allow", []string{`{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"` + movies + `",` + conditional + `}`}, []string{"dynamodb:Scan " + movies}},
		{"a deny takes away", []string{allow("dynamodb:*", movies), `{"Effect":"Deny","NotAction":"dynamodb:GetItem","Resource":"*"}`}, nil},
		{"a deny on other resources does not", []string{allow("dynamodb:*", movies), `{"Effect":"Deny","NotAction":"dynamodb:GetItem","NotResource":"` + movies + `"}`}, []string{"dynamodb:DeleteItem " + movies}},
		{"a conditional deny does not", []string{allow("dynamodb:*", movies), `{"Effect":"Deny","NotAction":"dynamodb:GetItem","Resource":"*",` + conditional + `}`}, []string{"dynamodb:DeleteItem " + movies}},
		{"a deny that leaves one letter", []string{allow("dynamodb:?etItem", movies), `{"Effect":"Deny","Action":["dynamodb:xetItem","dynamodb:yetItem","dynamodb:zetItem"],"Resource":"*"}`}, []string{"dynamodb:qetitem " + movies}},
		{"a variable can be anything", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/${aws:userid}")}, []string{"dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/another-table"}},
		{"an escaped star is one table", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/${*}")}, []string{"dynamodb:GetItem arn:aws:dynamodb:us-east-1:123456789012:table/*"}},
		{"a wildcard that another statement covers is still its own finding", []string{allow("dynamodb:*", movies), allow("dynamodb:Put*", movies)}, []string{"dynamodb:DeleteItem " + movies, "dynamodb:PutItem " + movies}},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			role := roleWith(t, c.statements...)
			findings := role.Excess(getMovies)
			var got []string
			for _, f := range findings {
				assert.Equal(t, iam.Violated, f.Verdict)
				assert.NotEmpty(t, f.Statement)
				assert.NotEmpty(t, f.Policy)
				got = append(got, f.Action+" "+f.Resource)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestExcessOfBoundaryAndResourcePolicies(t *testing.T) {
	t.Parallel()
	role := roleWith(t, allow("dynamodb:*", movies))
	role.Boundary = &iam.Named{"boundary", identity(t, allow("dynamodb:Get*", "*"))}
	assert.Equal(t, "dynamodb:GetAbacStatus", role.Excess(getMovies)[0].Action)
	role.Boundary = &iam.Named{"boundary", identity(t, allow("dynamodb:GetItem", "*"))}
	assert.Empty(t, role.Excess(getMovies))

	grant := func(principal string) []iam.Named {
		return []iam.Named{{"table policy", onTable(t, `{"Effect":"Allow","Principal":`+principal+`,"Action":"dynamodb:PutItem","Resource":"`+movies+`"}`)}}
	}
	for principal, excess := range map[string]bool{
		`{"AWS":"arn:aws:iam::123456789012:role/other"}`: false,
		`{"AWS":"123456789012"}`:                         false, // IAM-010
		`{"AWS":"` + getRole + `"}`:                      false, // within the boundary
		`{"AWS":"` + getAsAPI + `"}`:                     true,  // not limited by the boundary
		`"*"`:                                            true,
	} {
		role.Resource = grant(principal)
		assert.Equal(t, excess, len(role.Excess(getMovies)) == 1, principal)
	}
	role.Boundary = nil
	role.Resource = grant(`{"AWS":"` + getRole + `"}`)
	assert.Equal(t, "dynamodb:PutItem", role.Excess(getMovies)[1].Action)
}

// IAM-005: a region's "*" that swallows colons would reach further than the documented reading.
func TestExcessUnderTheOtherReadingIsUndecided(t *testing.T) {
	t.Parallel()
	role := roleWith(t, allow("dynamodb:GetItem", "arn:aws:dynamodb:*:123456789012:table/movies"), `{"Effect":"Deny","Action":"*","NotResource":"`+movies+`"}`)
	assert.Empty(t, role.Excess(getMovies), "the deny closes both readings")
	role = roleWith(t, allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-?:123456789012:table/movies"))
	same := []iam.Capability{{"dynamodb:GetItem", "arn:aws:dynamodb:us-east-?:123456789012:table/movies"}}
	assert.Empty(t, role.Excess(same))
	assert.Empty(t, role.Shortage(same))
	role = roleWith(t, allow("dynamodb:GetItem", "arn:aws:dynamodb:*:123456789012:table/movies"), `{"Effect":"Deny","Action":"*","NotResource":"arn:aws:dynamodb:us-east-1:*:*"}`)
	findings := role.Excess(getMovies)
	require.Len(t, findings, 1)
	assert.Equal(t, iam.Undecided, findings[0].Verdict)
	assert.Contains(t, findings[0].Reason, "span the colons")
}

func TestShortage(t *testing.T) {
	t.Parallel()
	const condition = `"Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["bob"]}}`
	for _, c := range []struct {
		situation  string
		statements []string
		required   []iam.Capability
		known      map[string][]string
		want       iam.Verdict
		reason     string
	}{
		{"granted", []string{allowGet}, getMovies, nil, iam.Proven, ""},
		{"granted by a pattern", []string{allow("dynamodb:Get*", "arn:aws:dynamodb:*:*:table/mov*")}, getMovies, nil, iam.Proven, ""},
		{"granted in two statements", []string{allowGet, allow("dynamodb:Query", movies)}, []iam.Capability{{"dynamodb:Query", movies}, getMovies[0]}, nil, iam.Proven, ""},
		{"nothing required", nil, nil, nil, iam.Proven, ""},
		{"no policy", nil, getMovies, nil, iam.Violated, "no statement allows it"},
		{"another action", []string{allow("dynamodb:PutItem", movies)}, getMovies, nil, iam.Violated, "no statement allows it"},
		{"the table in another case", []string{allow("dynamodb:GetItem", strings.Replace(movies, "movies", "Movies", 1))}, getMovies, nil, iam.Violated, "no statement allows it"},
		{"the table but not the index", []string{allow("dynamodb:Query", movies)}, []iam.Capability{{"dynamodb:Query", movies + "/index/by-date"}}, nil, iam.Violated, "by-date"},
		{"denied", []string{allowGet, `{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}`}, getMovies, nil, iam.Violated, "denies it"},
		{"allowed under a condition", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*",` + condition + `}`}, getMovies, nil, iam.Undecided, "dynamodb:LeadingKeys"},
		{"allowed under a condition that is known to hold", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*",` + condition + `}`}, getMovies, map[string][]string{"dynamodb:leadingkeys": {"bob"}}, iam.Proven, ""},
		{"allowed under a condition that is known to fail", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*",` + condition + `}`}, getMovies, map[string][]string{"dynamodb:LeadingKeys": {"eve"}}, iam.Violated, "no statement allows it"},
		{"denied under a condition", []string{allowGet, `{"Effect":"Deny","Action":"*","Resource":"*",` + condition + `}`}, getMovies, nil, iam.Undecided, "denies it depending on"},
		{"a variable in the way", []string{allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/${aws:userid}")}, getMovies, nil, iam.Undecided, "variable"},
		{"a pattern required of an exact statement", []string{allowGet}, []iam.Capability{{"dynamodb:GetItem", movies + "*"}}, nil, iam.Violated, movies + "x"},
		{"everything of a table required", []string{allow("dynamodb:*", movies)}, []iam.Capability{{"dynamodb:Get*", movies}}, nil, iam.Proven, ""},
		{"an action without resources", []string{allow("dynamodb:ListTables", "*")}, []iam.Capability{{"dynamodb:ListTables", "*"}}, nil, iam.Proven, ""},
		{"an action without resources on a table", []string{allow("dynamodb:ListTables", movies)}, []iam.Capability{{"dynamodb:ListTables", "*"}}, nil, iam.Violated, "ListTables"},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			role := roleWith(t, c.statements...)
			role.Known = c.known
			findings := role.Shortage(c.required)
			assert.Equal(t, c.want, iam.Judge(findings))
			if c.want == iam.Proven {
				assert.Empty(t, findings)
				return
			}
			require.Len(t, findings, 1)
			assert.Contains(t, findings[0].Reason, c.reason)
		})
	}
	role := roleWith(t, allowGet)
	role.Boundary = &iam.Named{"boundary", identity(t, allow("dynamodb:Put*", "*"))}
	assert.Contains(t, role.Shortage(getMovies)[0].Reason, "permissions boundary")
}

func TestCompareReportsBothSides(t *testing.T) {
	t.Parallel()
	verdict, findings := roleWith(t, allow("dynamodb:PutItem", movies)).Compare(getMovies)
	assert.Equal(t, iam.Violated, verdict)
	require.Len(t, findings, 2)
	assert.Equal(t, "dynamodb:PutItem", findings[0].Action)
	assert.Equal(t, "dynamodb:GetItem", findings[1].Action)
	verdict, findings = roleWith(t, allowGet).Compare(getMovies)
	assert.Equal(t, iam.Proven, verdict)
	assert.Empty(t, findings)
}

// A policy that explodes the automaton is undecided, not proven.
func TestCompareGivesUpClosed(t *testing.T) {
	t.Parallel()
	hostile := "arn:aws:dynamodb:us-east-1:123456789012:*a" + strings.Repeat("?", 40) + "*b" + strings.Repeat("?", 40)
	deny := `{"Effect":"Deny","Action":"*","NotResource":["` + movies + `","` + strings.ReplaceAll(hostile, "*a", "*c") + `"]}`
	findings := roleWith(t, allow("dynamodb:GetItem", hostile), deny).Excess(getMovies)
	require.NotEmpty(t, findings)
	assert.NotEqual(t, iam.Proven, iam.Judge(findings))
}

// The alphabet over which the brute force runs: small enough to enumerate, rich enough that the patterns below
// distinguish its members.
var (
	bruteActions   = []string{"d:get", "d:geta", "d:put", "e:get", "e:put"}
	bruteResources = func() (all []string) {
		for _, region := range []string{"r", "s"} {
			for _, account := range []string{"1", "12"} {
				for _, name := range []string{"t/a", "t/b", "t/ab", "t/a/i/x"} {
					all = append(all, "arn:aws:d:"+region+":"+account+":"+name)
				}
			}
		}
		return all
	}()
	bruteContexts = []map[string][]string{{}, {"k": {"v"}}, {"k": {"w"}}}
)

func drawStatement(t *rapid.T, conditions bool) iam.Statement {
	actions := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"d:get", "d:get*", "d:?et", "d:*", "*", "D:PUT", "*:put", "e:get"}), 1, 2, rapid.ID[string]).Draw(t, "actions")
	resources := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
		"*", "arn:aws:d:r:1:t/a", "arn:aws:d:r:1:t/*", "arn:aws:d:*:1:t/a*", "arn:aws:d:?:1?:t/b", "arn:aws:d:r:*:t/a?",
		"arn:aws:d", "arn:aws:d:s:12:*a*", "arn:aws:d:s", "arn:aws:d:*:t/a",
	}), 1, 2, rapid.ID[string]).Draw(t, "resources")
	s := iam.Statement{Effect: iam.Allow}
	if rapid.IntRange(0, 3).Draw(t, "deny") == 0 {
		s.Effect = iam.Deny
	}
	if rapid.IntRange(0, 4).Draw(t, "notAction") == 0 {
		s.NotActions = actions
	} else {
		s.Actions = actions
	}
	if rapid.IntRange(0, 4).Draw(t, "notResource") == 0 {
		s.NotResources = resources
	} else {
		s.Resources = resources
	}
	if conditions && rapid.IntRange(0, 2).Draw(t, "condition") == 0 {
		s.Conditions = []iam.Condition{{rapid.SampledFrom([]string{"StringEquals", "StringNotEquals"}).Draw(t, "operator"), "k", []string{"v"}}}
	}
	return s
}

func drawPermissions(t *rapid.T, conditions bool) iam.Permissions {
	draw := func(label string, most int) *iam.Policy {
		p := &iam.Policy{Version: iam.Version2012}
		for i := range rapid.IntRange(1, most).Draw(t, label) {
			_ = i
			p.Statements = append(p.Statements, drawStatement(t, conditions))
		}
		return p
	}
	role := iam.Permissions{Principal: getRole, Identity: []iam.Named{{"a", draw("a", 3)}}}
	if rapid.Bool().Draw(t, "second") {
		role.Identity = append(role.Identity, iam.Named{"b", draw("b", 2)})
	}
	if rapid.IntRange(0, 2).Draw(t, "bounded") == 0 {
		role.Boundary = &iam.Named{"boundary", draw("boundary", 2)}
	}
	return role
}

func drawRequired(t *rapid.T) []iam.Capability {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) iam.Capability {
		return iam.Capability{
			rapid.SampledFrom(append([]string{"d:*", "*"}, bruteActions...)).Draw(t, "action"),
			rapid.SampledFrom(append([]string{"*", "arn:aws:d:r:1:t/*"}, bruteResources...)).Draw(t, "resource"),
		}
	}), 0, 3).Draw(t, "required")
}

func needed(required []iam.Capability, action, resource string) bool {
	for _, c := range required {
		if referenceMatch(strings.ToLower(c.Action), action, false) && referenceMatch(c.Resource, resource, true) {
			return true
		}
	}
	return false
}

func TestEvaluateAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		role := drawPermissions(t, true)
		for _, context := range bruteContexts {
			for _, action := range bruteActions {
				for _, resource := range bruteResources {
					require.Equal(t, referenceAllowed(role, action, resource, context),
						role.Evaluate(iam.Request{Action: action, Resource: resource, Context: context}).Allowed, "%s %s", action, resource)
				}
			}
		}
	})
}

// What Excess proves holds for every request of the alphabet in every context, and what it reports
// is real: the counterexample is not needed, and (without conditions) the reference allows it.
func TestExcessAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		conditions := rapid.Bool().Draw(t, "conditions")
		role, required := drawPermissions(t, conditions), drawRequired(t)
		findings := role.Excess(required)
		if iam.Judge(findings) != iam.Violated {
			for _, context := range bruteContexts {
				for _, action := range bruteActions {
					for _, resource := range bruteResources {
						if referenceAllowed(role, action, resource, context) && !needed(required, action, resource) {
							t.Fatalf("no finding, but the role may %s on %s", action, resource)
						}
					}
				}
			}
		}
		for _, f := range findings {
			if f.Verdict != iam.Violated {
				continue
			}
			require.False(t, needed(required, strings.ToLower(f.Action), f.Resource), f.String())
			if !conditions {
				require.True(t, referenceAllowed(role, strings.ToLower(f.Action), f.Resource, nil), f.String())
			}
		}
	})
}

// What Shortage proves is allowed in every context; what it calls violated is allowed in none.
func TestShortageAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		role, required := drawPermissions(t, rapid.Bool().Draw(t, "conditions")), drawRequired(t)
		findings := role.Shortage(required)
		if len(findings) == 0 {
			for _, context := range bruteContexts {
				for _, action := range bruteActions {
					for _, resource := range bruteResources {
						if needed(required, action, resource) && !referenceAllowed(role, action, resource, context) {
							t.Fatalf("proven, but the role may not %s on %s", action, resource)
						}
					}
				}
			}
		}
		for _, f := range findings {
			if f.Verdict != iam.Violated {
				continue
			}
			require.True(t, needed(required, strings.ToLower(f.Action), f.Resource), f.String())
			for _, context := range bruteContexts {
				require.False(t, referenceAllowed(role, strings.ToLower(f.Action), f.Resource, context), f.String())
			}
		}
	})
}

// With the minimal document a role can do what is required, and nothing else.
func TestMinimalIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		required := drawRequired(t)
		doc := iam.Minimal(required)
		if len(required) == 0 {
			require.Empty(t, doc)
			return
		}
		p, err := parse.Managed(doc)
		require.NoError(t, err)
		verdict, findings := iam.Permissions{Principal: getRole, Identity: []iam.Named{{"minimal", p}}}.Compare(required)
		require.Equal(t, iam.Proven, verdict, "%v", findings)
		shuffled := append([]iam.Capability{required[len(required)-1]}, required...)
		require.Equal(t, doc, iam.Minimal(shuffled))
	})
}

func TestMinimal(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `{
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Action": "dynamodb:GetItem",
        "Resource": "`+movies+`"
    }
}`, strings.NewReplacer("[\n        {\n", "{\n", "        }\n    ]", "    }").Replace(dedent(iam.Minimal([]iam.Capability{{"dynamodb:getitem", movies}, getMovies[0]}))))
	joined, err := parse.Identity(iam.Minimal([]iam.Capability{
		{"dynamodb:Query", movies + "/index/b"}, {"dynamodb:Query", movies}, {"dynamodb:GetItem", movies}, {"dynamodb:Get*", movies},
	}))
	require.NoError(t, err)
	assert.Len(t, joined.Statements, 2)
	assert.NotContains(t, joined.String(), "GetItem", "dynamodb:Get* includes it")
}

// dedent takes one level of indentation from the statements of a document of one.
func dedent(doc string) string { return strings.ReplaceAll(doc, "            \"", "        \"") }
