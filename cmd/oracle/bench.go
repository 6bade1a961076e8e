package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"lambdaless/internal/vtl"
)

// The benchmark measures as the Java side does: parsed once, data fresh for every operation, warmed
// up, the best of several rounds.
const (
	warmUp = time.Second
	round  = 500 * time.Millisecond
	rounds = 5
	heap   = 512 << 20 // bytes
)

// measurement is the answer of the Java side.
type measurement struct {
	Name    string  `json:"name"`
	NSPerOp float64 `json:"nsPerOp"`
	Bytes   int     `json:"bytes"`
}

// measure renders templates with both engines, one after the other, and prints how they compare.
func measure(classpath, folder string, target float64) error {
	documents, err := workloads(folder)
	if err != nil {
		return err
	}
	lines := make([][]byte, len(documents))
	for i := range documents {
		if lines[i], err = encode(&documents[i]); err != nil {
			return err
		}
	}
	j, err := startJava(classpath, "bench")
	if err != nil {
		return err
	}
	theirs := make([]measurement, len(documents))
	err = j.ask(lines, func(i int, line []byte) error {
		if err := json.Unmarshal(line, &theirs[i]); err != nil {
			return fmt.Errorf("%s: %w in %q", documents[i].Name, err, line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := j.stop(); err != nil {
		return err
	}
	// The JVM's heap may grow to a quarter of the memory before it collects garbage; give ours room, too.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heap)
	return printRatios(documents, lines, theirs, target)
}

func printRatios(documents []document, lines [][]byte, theirs []measurement, target float64) error {
	var slow []string
	fmt.Printf("%-62s %12s %12s %8s\n", "template", "ours ns/op", "JVM ns/op", "ratio")
	for i := range documents {
		ours, err := timeOurs(&documents[i], lines[i])
		if err != nil {
			return err
		}
		ratio := theirs[i].NSPerOp / ours
		fmt.Printf("%-62s %12.0f %12.0f %7.2fx\n", documents[i].Name, ours, theirs[i].NSPerOp, ratio)
		if ratio < target {
			slow = append(slow, documents[i].Name)
		}
	}
	if len(slow) > 0 {
		return fmt.Errorf("below %.2f times Velocity's speed: %s", target, strings.Join(slow, ", "))
	}
	return nil
}

func timeOurs(d *document, line []byte) (float64, error) {
	t, err := vtl.Parse(d.Name, d.Template)
	if err != nil {
		return 0, err
	}
	doc, err := vtl.ReadDocument(string(line))
	if err != nil {
		return 0, err
	}
	operation := func() error {
		fresh := *doc.Data // the parsed body and the overrides are made anew
		fresh.Context = vtl.NewMap()
		for _, e := range doc.Data.Context.Entries() {
			fresh.Context.Put(e.Key, e.Value)
		}
		_, err := t.Render(&fresh)
		return err
	}
	if _, err := timeFor(warmUp, operation); err != nil {
		return 0, err
	}
	best := 0.0
	for range rounds {
		ns, err := timeFor(round, operation)
		if err != nil {
			return 0, err
		}
		if best == 0 || ns < best {
			best = ns
		}
	}
	return best, nil
}

func timeFor(duration time.Duration, operation func() error) (float64, error) {
	start := time.Now()
	count := 0
	for time.Since(start) < duration {
		for range 16 {
			if err := operation(); err != nil {
				return 0, err
			}
		}
		count += 16
	}
	return float64(time.Since(start).Nanoseconds()) / float64(count), nil
}

// sampleBody has what the project's templates read, as a request and as DynamoDB's answer.
const sampleBody = `{"favorite_movie":"Interstellar","Item":{"name":{"S":"bob"},"favorite_movie":{"S":"Interstellar"}},"__type":"com.amazon.coral.validate#ValidationException","message":"m"}`

// workloads are the templates of folders, separated by commas, and those every run measures.
func workloads(folders string) ([]document, error) {
	documents := builtins()
	if folders == "builtin" {
		return documents, nil
	}
	for folder := range strings.SplitSeq(folders, ",") {
		before := len(documents)
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".vtl" {
				return err
			}
			d, err := ofFile(path)
			documents = append(documents, d)
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(documents) == before {
			return nil, errors.New("no *.vtl in " + folder)
		}
	}
	return documents, nil
}

// ofFile is a template of a file, with the longest input of its cases.
func ofFile(path string) (document, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return document{}, err
	}
	d := workload(filepath.ToSlash(path), string(text), sampleBody)
	cases, err := os.ReadFile(strings.TrimSuffix(path, ".vtl") + ".cases.json")
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	var file struct {
		Values map[string]string
		Cases  []struct {
			Input json.RawMessage
			Error string
		}
	}
	if err := json.Unmarshal(cases, &file); err != nil {
		return d, fmt.Errorf("the cases of %s: %w", path, err)
	}
	longest := json.RawMessage("{}")
	for _, c := range file.Cases {
		if c.Error == "" && len(c.Input) > len(longest) {
			longest = c.Input
		}
	}
	input := struct {
		*document
		Body json.RawMessage `json:"body"`
	}{document: &d}
	d.Path, d.Context, d.Body = nil, nil, ""
	if err := json.Unmarshal(longest, &input); err != nil {
		return d, fmt.Errorf("the cases of %s: %w", path, err)
	}
	if len(input.Body) > 0 && json.Unmarshal(input.Body, &d.Body) != nil {
		var compact bytes.Buffer
		if err := json.Compact(&compact, input.Body); err != nil {
			return d, fmt.Errorf("the cases of %s: %w", path, err)
		}
		d.Body = compact.String()
	}
	for name, value := range file.Values {
		d.Template = strings.ReplaceAll(d.Template, "{{"+name+"}}", value)
	}
	return d, nil
}

func workload(name, template, body string) document {
	return document{
		Name: name, Template: template, Body: body, Vars: json.RawMessage("{}"),
		Path:    map[string]string{"name": "o%27brien", "id": "42"},
		Context: map[string]any{"requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "stage": "dev"},
	}
}

func builtins() []document {
	var items []string
	for i := range 100 {
		items = append(items, fmt.Sprintf(`{"id":"%d","title":"Movie \"%d\"","year":%d}`, i, i, 1920+i))
	}
	list := `{"Items":[` + strings.Join(items, ",") + `]}`
	return []document{
		workload("GetItem request", `{
  "TableName": "favorite_movies",
  "Key": {"name": {"S": "$util.escapeJavaScript($util.urlDecode($input.params('name'))).replaceAll("\\'","'")"}}
}`, ""),
		workload("GetItem response", `#set($item = $input.path('$.Item'))
#if($item == "")#set($context.responseOverride.status = 404){"message":"Not found"}
#else{"name":$input.json('$.Item.name.S'),"favorite_movie":$input.json('$.Item.favorite_movie.S')}#end
`, sampleBody),
		workload("PutItem request", `{
  "TableName": "favorite_movies",
  "Item": {
    "name": {"S": "$util.escapeJavaScript($util.urlDecode($input.params('name'))).replaceAll("\\'","'")"},
    "favorite_movie": {"S": $input.json('$.favorite_movie')}
  }
}`, sampleBody),
		workload("100-element loop", `[#foreach($e in $input.path('$.Items'))
  {"id":"$e.id","title":"$util.escapeJavaScript($e.title).replaceAll("\\'","'")","year":$e.year,"n":$foreach.count}#if($foreach.hasNext),#end
#end]`, list),
		workload("100-element range", `#set($sum = 0)#foreach($i in [1..100])#set($sum = $sum + $i)#if($i % 2 == 0)$i #else-#end#end$sum`, ""),
	}
}
