// Package spelling finds the word that was probably meant.
package spelling

import "strings"

// Nearest finds the candidate that takes the fewest single-character edits, or the first that contains
// the word. The distance tells keys apart that differ in capitals alone.
func Nearest(word string, candidates []string) (best string, distance int) {
	distance = -1
	for _, candidate := range candidates {
		if d := editDistance(strings.ToLower(word), strings.ToLower(candidate)); distance < 0 || d < distance {
			best, distance = candidate, d
		}
	}
	if distance > 2 {
		for _, candidate := range candidates {
			if Contains(candidate, word) {
				return candidate, distance
			}
		}
	}
	if distance == 0 && best != word {
		distance = 1 // keys are told apart by case
	}
	return best, distance
}

// Contains reports whether a candidate contains a word of at least three characters, in capitals or not.
func Contains(candidate, word string) bool {
	return len(word) > 2 && strings.Contains(strings.ToLower(candidate), strings.ToLower(word))
}

// editDistance is Levenshtein's.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
