package rule

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Settings are what rules may differ in. They come from --policy-pack-config and from a stack's own
// configuration.
type Settings struct {
	// ProductionStacks are the stacks whose data must be protected from deletion.
	ProductionStacks []string
	// LocalStacks are the stacks that never leave a laptop: their writes may be open.
	LocalStacks []string
	// LockedStacks are the stacks that need a capability lock. Nil is every stack but the local ones.
	LockedStacks []string
	// RequiredTags are the tags that everything that can be tagged must have.
	RequiredTags []string
	// MinLogRetentionDays is how long logs are kept at least.
	MinLogRetentionDays float64
	// RequireCustomerKey asks for a customer managed KMS key for every table.
	RequireCustomerKey bool
	// SharedTables are the tables whose items belong to no single user, so that a method behind a login may take
	// a key from the client: physical names, or patterns of them with *, each for every kind of
	// authorization or, after a colon, for one: "*-movies: COGNITO_USER_POOLS".
	SharedTables []string
	// TablePrincipals are ARNs of further principals that a table's own policy may admit.
	TablePrincipals []string
	// TrustedClaims are claims that users cannot change, each with the reason why; they may identify a
	// user, as sub does.
	TrustedClaims map[string]string
	// AccountID is the account that the stack must be in, where that is to be checked.
	AccountID string
}

// DefaultSettings are the settings of a team that sets nothing.
func DefaultSettings() Settings {
	return Settings{
		ProductionStacks: []string{"prod", "production"}, LocalStacks: []string{"local"},
		RequiredTags: []string{"Project", "Stack"}, MinLogRetentionDays: 7,
	}
}

// Setting describes one setting for the configuration schema and the documentation.
type Setting struct {
	Name, Type, Description string
	set                     func(*Settings, any) error
}

// AllSettings are the settings, by name.
func AllSettings() []Setting {
	return []Setting{
		{
			"accountId", "string", "The AWS account that the stack must be in. Default: not checked.",
			text(func(s *Settings) *string { return &s.AccountID }, regexp.MustCompile(`^\d{12}$`), "twelve digits"),
		},
		{
			"localStacks", "array", `Stacks that never leave a laptop: their writes may be open and they need no lock. Default: ["local"].`,
			texts(func(s *Settings) *[]string { return &s.LocalStacks }),
		},
		{
			"lockedStacks", "array", "Stacks that need a capability lock. Default: all but the localStacks.",
			texts(func(s *Settings) *[]string { return &s.LockedStacks }),
		},
		{
			"minLogRetentionDays", "number", "How many days logs are kept at least. Default: 7.",
			count(func(s *Settings) *float64 { return &s.MinLogRetentionDays }),
		},
		{
			"productionStacks", "array", `Stacks whose tables must be protected from deletion. Default: ["prod", "production"].`,
			texts(func(s *Settings) *[]string { return &s.ProductionStacks }),
		},
		{
			"requireCustomerKey", "boolean", "Whether every table needs a customer managed KMS key. Default: false.",
			flag(func(s *Settings) *bool { return &s.RequireCustomerKey }),
		},
		{
			"requiredTags", "array", `Tags that everything that can be tagged must have. Default: ["Project", "Stack"].`,
			texts(func(s *Settings) *[]string { return &s.RequiredTags }),
		},
		{
			"sharedTables", "array", `Tables whose items belong to no single user: physical names, or patterns with *, for all callers or for those with one kind of authorization: "*-movies: COGNITO_USER_POOLS". Default: none.`,
			texts(func(s *Settings) *[]string { return &s.SharedTables }),
		},
		{
			"tablePrincipals", "array", "ARNs of further roles and users, such as a break-glass role, that a table's own policy may admit. Default: none.",
			texts(func(s *Settings) *[]string { return &s.TablePrincipals }),
		},
		{
			"trustedClaims", "object", `Claims that users cannot change, by name with the reason: {"custom:tenant": "immutable, set by the sign-up function"}. Default: none but sub.`,
			reasons(func(s *Settings) *map[string]string { return &s.TrustedClaims }),
		},
	}
}

func texts(field func(*Settings) *[]string) func(*Settings, any) error {
	return func(s *Settings, v any) error {
		items, ok := v.([]any)
		if !ok {
			return errors.New("must be a list of texts")
		}
		list := []string{}
		for _, item := range items {
			t, ok := item.(string)
			if !ok || t == "" {
				return fmt.Errorf("must be a list of strings, and %v is not a string", item)
			}
			list = append(list, t)
		}
		*field(s) = list
		return nil
	}
}

func reasons(field func(*Settings) *map[string]string) func(*Settings, any) error {
	return func(s *Settings, v any) error {
		items, ok := v.(map[string]any)
		if !ok {
			return errors.New("must be an object of names and reasons")
		}
		all := map[string]string{}
		for name, item := range items {
			reason, ok := item.(string)
			if !ok || strings.TrimSpace(reason) == "" {
				return fmt.Errorf("must give a reason for %s", name)
			}
			all[name] = reason
		}
		*field(s) = all
		return nil
	}
}

func text(field func(*Settings) *string, rule *regexp.Regexp, what string) func(*Settings, any) error {
	return func(s *Settings, v any) error {
		t, ok := v.(string)
		if !ok || !rule.MatchString(t) {
			return fmt.Errorf("must be %s", what)
		}
		*field(s) = t
		return nil
	}
}

func count(field func(*Settings) *float64) func(*Settings, any) error {
	return func(s *Settings, v any) error {
		n, ok := v.(float64)
		if !ok || n < 0 {
			return errors.New("must be a number that is not negative")
		}
		*field(s) = n
		return nil
	}
}

func flag(field func(*Settings) *bool) func(*Settings, any) error {
	return func(s *Settings, v any) error {
		b, ok := v.(bool)
		if !ok {
			return errors.New("must be true or false")
		}
		*field(s) = b
		return nil
	}
}

// Set takes over values by name. Problems, such as a name that no setting has, come back one by one;
// a setting with a problem keeps what it was.
func (s *Settings) Set(values map[string]any, where string) (problems []string) {
	all := AllSettings()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(all, func(o Setting) bool { return o.Name == name })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("%s has the setting %q, which does not exist; settings are %s", where, name, strings.Join(settingNames(), ", ")))
			continue
		}
		if err := all[i].set(s, values[name]); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %s is %s; it %v", where, name, inJSON(values[name]), err))
		}
	}
	return problems
}

func settingNames() []string {
	var names []string
	for _, s := range AllSettings() {
		names = append(names, s.Name)
	}
	return names
}

func inJSON(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}

// Locked reports whether a stack needs a capability lock.
func (s Settings) Locked(stack string) bool {
	if s.LockedStacks != nil {
		return slices.Contains(s.LockedStacks, stack)
	}
	return !slices.Contains(s.LocalStacks, stack)
}

// Production reports whether a stack's data must be protected.
func (s Settings) Production(stack string) bool { return slices.Contains(s.ProductionStacks, stack) }

// Shared reports whether a table's items belong to no single user, for callers with this kind of authorization.
func (s Settings) Shared(table, authorization string) bool {
	return slices.ContainsFunc(s.SharedTables, func(entry string) bool {
		pattern, kind, limited := strings.Cut(entry, ":")
		matched, err := path.Match(strings.TrimSpace(pattern), table)
		return err == nil && matched && (!limited || strings.TrimSpace(kind) == authorization)
	})
}

// Relaxes reports whether a stack is judged less strictly by s than by other settings.
func (s Settings) Relaxes(other Settings, stack string) bool {
	without := func(have, want []string) bool {
		return slices.ContainsFunc(want, func(item string) bool { return !slices.Contains(have, item) })
	}
	return other.Production(stack) && !s.Production(stack) ||
		slices.Contains(s.LocalStacks, stack) && !slices.Contains(other.LocalStacks, stack) ||
		other.Locked(stack) && !s.Locked(stack) ||
		without(s.RequiredTags, other.RequiredTags) || without(other.SharedTables, s.SharedTables) ||
		s.MinLogRetentionDays < other.MinLogRetentionDays || other.RequireCustomerKey && !s.RequireCustomerKey ||
		other.AccountID != "" && s.AccountID != other.AccountID
}
