package resources

import "lambdaless/local/provider/schema"

// The words of the tables, without their package.
type facts = schema.Facts

var (
	computed     = schema.Computed
	computedLive = schema.ComputedLive
	replaces     = schema.Replaces
	free         = schema.Free
	unordered    = schema.Unordered
	document     = schema.JSON
	defaultsTo   = schema.Default
	excludes     = schema.Excludes
	among        = schema.Among
	check        = schema.Check
	elem         = schema.Elem
	identifiedBy = schema.IdentifiedBy
	renewedBy    = schema.RenewedBy
	equalBy      = schema.EqualBy
	autonamed    = schema.Autonamed
)
