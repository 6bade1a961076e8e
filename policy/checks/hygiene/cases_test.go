package hygiene

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), nil)
}

func cases() map[string][]Case {
	set := func(s Situation, name string, v any, path ...string) Case {
		return With(s, name, func(f *Fixture) { f.Set("table", v, path...) })
	}
	return map[string][]Case{
		"LP-TAG-001": {
			With(Good, "tagged", func(*Fixture) {}),
			With(Good, "by the provider's defaults", func(f *Fixture) {
				f.Set("table", nil, "tags")
				f.Set("table", Tags, "tagsAll")
			}),
			set(Violating, "none", nil, "tags"),
			set(Half, "one is missing", Properties{"Project": "shop"}, "tags"),
			set(Half, "one is empty", Properties{"Project": "shop", "Stack": ""}, "tags"),
			set(Unknown, "unknown", Hidden{}, "tags"),
		},
		"LP-LOG-001": {
			With(Good, "a month", func(*Fixture) {}),
			With(Violating, "forever", func(f *Fixture) { f.Set("log", nil, "retentionInDays") }),
			With(Violating, "forever, in words", func(f *Fixture) { f.Set("log", 0, "retentionInDays") }),
			With(Half, "a day", func(f *Fixture) { f.Set("log", 1, "retentionInDays") }),
			With(Unknown, "unknown", func(f *Fixture) { f.Hide("log", "retentionInDays") }),
		},
	}
}
