// Package model joins a stack's resources into what rules speak of: methods with their integrations,
// roles with all their policies, tables, stages. It decides nothing; where something cannot be determined,
// it says why.
package model
