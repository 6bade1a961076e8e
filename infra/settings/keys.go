package settings

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// unreadKeys reports configured keys that the program does not read: those of the project that are misspelt, and
// those that another project's namespace keeps from being read.
func unreadKeys(project, stack string, keys []string) []Problem {
	var problems []Problem
	known := slices.Sorted(slices.Values(configKeys))
	for _, full := range slices.Sorted(slices.Values(keys)) {
		namespace, key, _ := strings.Cut(full, ":")
		nearest, distance := nearest(key, known)
		problem := Problem{Key: full, Fix: fmt.Sprintf("pulumi config rm %s --stack %s", full, stack)}
		switch {
		case namespace == project && distance == 0:
			continue
		case namespace == project:
			problem.Rule = "the program does not read it; Pulumi.yaml has all keys"
			if distance <= len(key)/2 || contains(nearest, key) {
				problem.Rule = fmt.Sprintf("the program does not read it; the nearest key is %s:%s", project, nearest)
			}
		case namespace != "aws" && namespace != "pulumi" && distance <= 2:
			problem.Rule = fmt.Sprintf("it belongs to another project, and this one is %s, whose key is %s:%s", project, project, nearest)
		default:
			continue
		}
		problems = append(problems, problem)
	}
	return problems
}

// configuredKeys are the keys that Pulumi's language host tells a program in its environment; the SDK
// has no other list of them. A program that runs inside the Automation API is not told: Check is.
func configuredKeys() []string {
	var values map[string]json.RawMessage
	if err := json.Unmarshal([]byte(os.Getenv(pulumi.EnvConfig)), &values); err != nil {
		return nil // not run by a language host
	}
	var keys []string
	for key := range values {
		keys = append(keys, key)
	}
	return keys
}

// nearest finds the candidate that takes the fewest single-character edits, or the first that contains
// the word.
func nearest(word string, candidates []string) (best string, distance int) {
	distance = -1
	for _, candidate := range candidates {
		if d := editDistance(strings.ToLower(word), strings.ToLower(candidate)); distance < 0 || d < distance {
			best, distance = candidate, d
		}
	}
	if distance > 2 {
		for _, candidate := range candidates {
			if contains(candidate, word) {
				return candidate, distance
			}
		}
	}
	if distance == 0 && best != word {
		distance = 1 // keys are told apart by case
	}
	return best, distance
}

// contains reports whether a candidate contains a word of at least three characters, in capitals or not.
func contains(candidate, word string) bool {
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
