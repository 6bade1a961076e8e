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

// measure renders each template with both engines, one after the other, and prints at once how they compare:
// a template takes eight seconds.
func measure(classpath, folder string, target float64) error {
	documents, err := workloads(folder)
	if err != nil {
		return err
	}
	j, err := startJava(classpath, "bench")
	if err != nil {
		return err
	}
	// The JVM's heap may grow to a quarter of the memory before it collects garbage; give ours room, too.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heap)
	var slow []string
	fmt.Printf("%-62s %12s %12s %8s\n", "template", "ours ns/op", "JVM ns/op", "ratio")
	for i := range documents {
		ratio, err := compareSpeed(j, &documents[i])
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", documents[i].Name, err), j.stop())
		}
		if ratio < target {
			slow = append(slow, documents[i].Name)
		}
	}
	if len(slow) > 0 {
		err = fmt.Errorf("below %.2f times Velocity's speed: %s", target, strings.Join(slow, ", "))
	}
	return errors.Join(err, j.stop())
}

// compareSpeed prints a template's row, and returns how many times as fast as Velocity ours is.
func compareSpeed(j *java, d *document) (float64, error) {
	line, err := encode(d)
	if err != nil {
		return 0, err
	}
	var theirs measurement
	if err := j.ask([][]byte{line}, func(_ int, answer []byte) error {
		return json.Unmarshal(answer, &theirs)
	}); err != nil {
		return 0, err
	}
	ours, err := timeOurs(d, line)
	if err != nil {
		return 0, err
	}
	ratio := theirs.NSPerOp / ours
	fmt.Printf("%-62s %12.0f %12.0f %7.2fx\n", d.Name, ours, theirs.NSPerOp, ratio)
	return ratio, nil
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
		fresh := *doc.Data // the parsed body and the overrides are made again
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
