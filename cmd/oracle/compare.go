package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"lambdaless/internal/vtl"
)

// render is our side.
func render(line []byte) answer {
	doc, err := vtl.ReadDocument(string(line))
	if err != nil {
		return answer{Error: err.Error(), failed: true}
	}
	t, err := vtl.Parse("template", doc.Template)
	if err != nil {
		return answer{Error: err.Error(), failed: true}
	}
	out, err := t.Render(doc.Data)
	if err != nil {
		return answer{Error: err.Error(), failed: true, Payload: errors.Is(err, vtl.ErrPayload)}
	}
	return answer{Output: out}
}

type tally struct {
	compared, agreed, failures int
	explained                  map[string]int
	unexplained                []string
}

func compare(classpath string, pairs int, seed uint64, show int) error {
	documents, err := corpus()
	if err != nil {
		return err
	}
	documents = append(documents, generate(rand.New(rand.NewPCG(seed, 17)), pairs)...)
	lines := make([][]byte, len(documents))
	for i := range documents {
		line, err := encode(&documents[i])
		if err != nil {
			return err
		}
		lines[i] = line
	}
	j, err := startJava(classpath)
	if err != nil {
		return err
	}
	t := &tally{explained: map[string]int{}}
	err = j.ask(lines, func(i int, line []byte) error {
		var theirs answer
		if err := json.Unmarshal(line, &theirs); err != nil {
			return fmt.Errorf("pair %d: %w in %q", i, err, line)
		}
		t.count(&documents[i], lines[i], render(lines[i]), theirs)
		return nil
	})
	if err != nil {
		return err
	}
	if err := j.stop(); err != nil {
		return err
	}
	return t.report(seed, show)
}

func (t *tally) count(d *document, line []byte, ours, theirs answer) {
	t.compared++
	if ours.failed && theirs.failed && ours.Payload == theirs.Payload {
		t.failures++
	}
	if same(ours, theirs) {
		t.agreed++
		return
	}
	if id := explain(d, ours, theirs); id != "" {
		t.explained[id]++
		return
	}
	t.unexplained = append(t.unexplained, fmt.Sprintf("%s\n  ours:   %s\n  theirs: %s", line, ours, theirs))
}

// same compares what is rendered; of errors only that there is one, because the messages are Java's.
func same(ours, theirs answer) bool {
	if strings.Contains(ours.Error, "internal error") {
		return false
	}
	if ours.failed || theirs.failed {
		return ours.failed == theirs.failed && ours.Payload == theirs.Payload
	}
	return ours.Output == theirs.Output
}

// String is the answer for people.
func (a answer) String() string {
	if a.failed {
		return fmt.Sprintf("error (payload %t) %.400s", a.Payload, a.Error)
	}
	return fmt.Sprintf("%.400q", a.Output)
}

func (t *tally) report(seed uint64, show int) error {
	explained := 0
	for _, n := range t.explained {
		explained += n
	}
	fmt.Printf("seed %d: compared %d, agreed %d (of which %d are errors on both sides), explained %d, unexplained %d\n",
		seed, t.compared, t.agreed, t.failures, explained, len(t.unexplained))
	for _, id := range slices.Sorted(maps.Keys(t.explained)) {
		fmt.Printf("  %s: %d\n", id, t.explained[id])
	}
	for i, text := range t.unexplained {
		if i == show {
			fmt.Printf("... and %d more\n", len(t.unexplained)-show)
			break
		}
		fmt.Println(text)
	}
	if len(t.unexplained) > 0 {
		return fmt.Errorf("%d unexplained differences", len(t.unexplained))
	}
	return nil
}
