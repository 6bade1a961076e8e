package watch

import (
	"regexp"

	"lambdaless/internal/places"
)

// endpoint is how a mistake names the endpoint that it is about: "endpoint 3 (GET /{name})".
var endpoint = regexp.MustCompile(`^endpoint \d+ \((\S+) (\S+)\)`)

// Places puts the file and the line of its endpoint before each mistake, where they can be found in the Go
// files of the folders. A mistake that names a template's line stays as it is. Paths are relative to root.
func Places(root string, folders []string, mistakes []string) []string {
	program := places.Read(root, folders)
	placed := make([]string, len(mistakes))
	for i, mistake := range mistakes {
		placed[i] = mistake
		if match := endpoint.FindStringSubmatch(mistake); match != nil {
			if place := program.Endpoint(match[1], match[2]); place != (places.Place{}) {
				placed[i] = place.String() + ": " + mistake
			}
		}
	}
	return placed
}
