// Package regex is java.util.regex: the patterns of String.replaceAll, matches and split in templates,
// of JSONPath's =~, and of API Gateway's selectionPattern.
//
// A pattern is translated to the dialect of github.com/dlclark/regexp2, which backtracks as Java does
// and therefore has lookaround, back-references, and atomic groups. What backtracks can take very long:
// one search ends after SearchTimeout with a *java.LimitError.
//
// Characters are code points. Java's are UTF-16 code units, which makes a difference only for patterns
// that match one half of a surrogate pair, or nothing at all in the middle of one (VTL-047).
package regex
