package settings

import (
	"fmt"
	"strconv"
)

// Capacity is what tables and indexes that are PROVISIONED may use, each of them. They scale between
// the least and the most; where the two are equal, capacity is fixed.
type Capacity struct {
	Read, Write Units
	// Utilization is how much of the capacity scaling aims to have in use, in percent.
	Utilization int
}

// Units are bounds of capacity units, both inclusive.
type Units struct {
	Least, Most int
}

// Scales reports whether there are bounds to scale between.
func (u Units) Scales() bool { return u.Most > u.Least }

// units reads the bounds of capacity.
func (r *reader) units(least, most string) Units {
	units := Units{Least: r.integer(least, 5, between(1, 40_000)), Most: r.integer(most, 0, between(1, 40_000))}
	if units.Most == 0 {
		units.Most = max(units.Least, 100)
	}
	if units.Most < units.Least {
		r.refuse(most, strconv.Itoa(units.Most), fmt.Sprintf("it must be at least %s, which is %d", least, units.Least), strconv.Itoa(units.Least))
	}
	return units
}

// Provisioned reports whether capacity is provisioned, and not paid for by request.
func (c TableConfig) Provisioned() bool { return c.BillingMode == "PROVISIONED" }

// Limits are the most capacity units that a table may use in a second, 0 for no limit of ours.
func (c TableConfig) Limits() (read, write int) {
	if c.Provisioned() {
		return c.Capacity.Read.Most, c.Capacity.Write.Most
	}
	return max(c.Ceiling.ReadUnits, 0), max(c.Ceiling.WriteUnits, 0)
}
