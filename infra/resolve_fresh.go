package infra

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// fresh reports generated files that are not as the endpoints say. Many of a kind are one mistake.
func (r *resolver) fresh() {
	generated := map[string]string{}
	var missing, stale []string
	for _, name := range slices.Sorted(maps.Keys(r.generated)) {
		generated[name] = r.generated[name].text
		text, err := fs.ReadFile(r.api.Templates, name)
		switch {
		case err != nil:
			missing = append(missing, name)
		case string(text) != generated[name]:
			stale = append(stale, name)
		}
	}
	r.files(missing, "is missing; %[1]q writes it", "are missing; %[1]q writes them")
	r.files(stale, "is not what the endpoint says; %[1]q writes it; to change it by hand, copy it to a file of another name without its first line, and name that in the endpoint",
		"are not what the endpoints say; %[1]q writes them; to change one by hand, copy it to a file of another name without its first line, and name that in the endpoint")
	if r.partly {
		return // the owners of the other files are not known
	}
	r.files(LeftOver(r.api, generated), "was generated for an endpoint that is gone; %[1]q deletes it; if it is yours now, delete its first line",
		"were generated for endpoints that are gone; %[1]q deletes them; if one is yours now, delete its first line")
}

// files adds what is wrong with files of templates/: of one file, of its owner; of several, of the API.
func (r *resolver) files(names []string, one, several string) {
	const few = 3
	switch len(names) {
	case 0:
		return
	case 1:
		where := "API"
		if file, ok := r.generated[names[0]]; ok {
			where = file.owner
		}
		r.add(where, "templates/%s %s", names[0], fmt.Sprintf(one, writeTemplates))
		return
	}
	shown := make([]string, min(few, len(names)))
	for i := range shown {
		shown[i] = "templates/" + names[i]
	}
	if more := len(names) - few; more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	last := len(shown) - 1
	r.add("API", "%s and %s %s", strings.Join(shown[:last], ", "), shown[last], fmt.Sprintf(several, writeTemplates))
}

// written are the API's templates, and those that are yet to be written as they will be, so that nothing more is said
// of one that is missing.
type written struct {
	fs.FS

	generated map[string]generatedFile
}

// ReadFile reads a template.
func (w written) ReadFile(name string) ([]byte, error) {
	text, err := fs.ReadFile(w.FS, name)
	if file, ok := w.generated[name]; ok && errors.Is(err, fs.ErrNotExist) {
		return []byte(file.text), nil
	}
	return text, err
}

func (r *resolver) templates() fs.FS { return written{r.api.Templates, r.generated} }
