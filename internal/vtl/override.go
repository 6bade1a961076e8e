package vtl

import "lambdaless/internal/vtl/java"

// put puts a value into a map for a template. What goes into the overrides of $context is told to
// Data.Overridden first.
func (st *state) put(m *java.Map, key, value any) any {
	st.budget.Spend(entryCost)
	if st.d.Overridden != nil {
		if name := st.overrideName(m, key); name != "" {
			if err := st.d.Overridden(name, value); err != nil {
				panic(st.t.ErrorAt(st.at, err, "%v", err))
			}
		}
	}
	return m.Put(key, value)
}

// overrideName is the name below $context of a key in one of the overrides; "" for any other map.
func (st *state) overrideName(m *java.Map, key any) string {
	for _, group := range []string{"requestOverride", "responseOverride"} {
		overrides, _ := st.d.Context.Get(group).(*java.Map)
		if m == overrides {
			return group + "." + java.String(key)
		}
		for _, e := range overrides.Entries() {
			if e.Value == any(m) {
				return group + "." + java.String(e.Key) + "." + java.String(key)
			}
		}
	}
	return ""
}
