//go:build linux

package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/controlplane"
	"lambdaless/local/engine"
)

var (
	kills = flag.Int("kills", 12, "how many times TestKills kills")
	seed  = flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the points at which TestKills kills")
)

// asLocal is the environment variable that makes the test's program the command: "VERSION up" or "VERSION
// down", of a version of the API.
const asLocal = "LAMBDALESS_TEST_LOCAL"

func TestMain(m *testing.M) {
	if what := os.Getenv(asLocal); what != "" {
		version, verb, _ := strings.Cut(what, " ")
		os.Exit(local(version, verb, os.Getenv(asLocal+"_DIR")))
	}
	os.Exit(m.Run())
}

// local runs a command as the program would, with a version of the API.
func local(version, verb, dir string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	root, err := engine.Root(".")
	if err == nil {
		s := options{root: root, home: root, dir: dir, program: versions[version], out: os.Stdout, err: os.Stderr}
		if verb == "up" {
			err = up(ctx, s, "local", 0, false, infra.API{})
		} else {
			err = down(ctx, s, false)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		return 1
	}
	return 0
}

// versions are two versions of an API. From one to the other resources are created, updated, replaced and
// deleted; the table stays.
var versions = map[string]pulumi.RunFunc{
	"first":  func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, killedAPI(false)) },
	"second": func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, killedAPI(true)) },
}

func killedAPI(second bool) infra.API {
	api, err := fixture.Movies.Expanded()
	if err != nil {
		panic(err)
	}
	api.Tables = slices.Clone(api.Tables)
	for i := range api.Endpoints {
		api.Endpoints[i].Table = api.Tables[0].Name
	}
	get, put, remove := api.Endpoints[0], api.Endpoints[1], api.Endpoints[2]
	if !second {
		api.Endpoints = []infra.Endpoint{get, put}
		return api
	}
	get.Responses = []infra.Response{{Status: 200, Template: "movie/put.response.vtl"}}
	api.Endpoints = []infra.Endpoint{get, put, remove}
	api.Tables = append(api.Tables, infra.Table{Name: "directors", PartitionKey: infra.Key{Name: "name", Type: infra.String}})
	return api
}

// scenario is what is killed: a command, on a folder that a version was deployed to.
type scenario struct{ name, deployed, version, verb string }

var scenarios = []scenario{
	{"first deployment", "", "first", "up"},
	{"update", "first", "second", "up"},
	{"way back", "second", "first", "up"},
	{"destroy", "second", "second", "down"},
}

// victims are the processes that are killed. Ctrl-C kills none: a terminal interrupts every process of the group.
var victims = []string{"us", "Ctrl-C", "engine", "group", "database"}

// point is when: at the n-th event on a file, or after a time.
type point struct {
	file  string // "journal", "account", "state", or "" for a time
	n     int
	after time.Duration
}

func (p point) String() string {
	if p.file == "" {
		return fmt.Sprintf("after %d ms", p.after.Milliseconds())
	}
	return fmt.Sprintf("at write %d of the %s", p.n, p.file)
}

// TestKills kills a command at every kind of step, and holds that the next `up` or `down` makes the account,
// the state and the program agree, with nothing left over and no item lost. `make kills` runs it 200 times.
func TestKills(t *testing.T) {
	t.Parallel()
	k := newKills(t)
	random := rand.New(rand.NewPCG(*seed, 0))
	fmt.Fprintf(os.Stderr, "kills: seed %d\n", *seed)
	for i := range *kills {
		s, victim := scenarios[i%len(scenarios)], victims[(i%len(scenarios)+i/len(scenarios))%len(victims)]
		p := k.point(random, s)
		began := time.Now()
		err := k.kill(s, victim, p, i)
		result := "converged"
		if err != nil {
			result = err.Error()
			t.Errorf("kill %d, seed %d: %s, %s killed %s: %v", i, *seed, s.name, victim, p, err)
		}
		fmt.Fprintf(os.Stderr, "kills: %d/%d %s, %s killed %s: %s (%.1f s)\n", i+1, *kills, s.name, victim, p, result, time.Since(began).Seconds())
	}
}

// killing holds folders to which the versions were deployed, and what a run of each scenario does.
type killing struct {
	testing.TB
	dir     string
	records map[string]map[string]int // of the account, by version and kind
	events  map[string]map[string]int // by scenario and file
	times   map[string]time.Duration  // by scenario
}

func newKills(t testing.TB) *killing {
	t.Helper()
	k := &killing{TB: t, dir: t.TempDir(), records: map[string]map[string]int{}, events: map[string]map[string]int{}, times: map[string]time.Duration{}}
	for _, version := range []string{"first", "second"} {
		dir := filepath.Join(k.dir, version)
		r := k.start(dir, version, "up")
		require.NoError(t, r.serving())
		require.NoError(t, r.put("bob"))
		require.NoError(t, r.end(syscall.SIGTERM))
		k.records[version] = countRecords(t, dir)
	}
	for _, s := range scenarios {
		dir := k.folder(s, -1)
		watch := watchFiles(t, dir)
		began := time.Now()
		r := k.start(dir, s.version, s.verb)
		if s.verb == "up" {
			require.NoError(t, r.serving())
			require.NoError(t, r.end(syscall.SIGTERM))
		} else {
			require.NoError(t, r.wait())
		}
		k.times[s.name], k.events[s.name] = time.Since(began), watch.stop()
	}
	fmt.Fprintf(os.Stderr, "kills: undisturbed: %v, writes %v\n", k.times, k.events)
	return k
}

// point draws a point inside of a scenario.
func (k *killing) point(random *rand.Rand, s scenario) point {
	files := []string{"journal", "account", "state", ""}
	file := files[random.IntN(len(files))]
	if file == "" || k.events[s.name][file] == 0 {
		return point{after: time.Duration(random.Int64N(int64(k.times[s.name])))}
	}
	return point{file: file, n: 1 + random.IntN(k.events[s.name][file])}
}

// folder is a new folder in the state that the scenario begins with.
func (k *killing) folder(s scenario, i int) string {
	dir := filepath.Join(k.dir, fmt.Sprintf("%s-%d", strings.ReplaceAll(s.name, " ", "-"), i), "aws")
	require.NoError(k, os.MkdirAll(dir, 0o700))
	if s.deployed != "" {
		require.NoError(k, os.CopyFS(dir, os.DirFS(filepath.Join(k.dir, s.deployed))))
	}
	return dir
}

// kill runs a scenario, kills a victim at a point, runs the command again and compares.
func (k *killing) kill(s scenario, victim string, p point, i int) (err error) {
	dir := k.folder(s, i)
	watch := watchFiles(k, dir)
	r := k.start(dir, s.version, s.verb)
	r.killAt(watch, victim, p)
	if err := r.wait(); err != nil && strings.Contains(err.Error(), "hangs") {
		return fmt.Errorf("after the kill: %w\n%s", err, r.output.String())
	}
	watch.stop()

	next := s
	if s.verb == "down" && i%2 == 0 { // a destroy that is not gone on with
		next.verb = "up"
	}
	hadTable := next.verb == "up" && s.deployed != "" && countRecords(k, dir)["dynamodb.Table"] == k.records[s.deployed]["dynamodb.Table"]
	again := k.start(dir, next.version, next.verb)
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w\n--- killed:\n%s\n--- again:\n%s", err, r.output.String(), again.output.String())
			return
		}
		err = os.RemoveAll(filepath.Dir(dir))
	}()
	if next.verb == "down" {
		if err := again.wait(); err != nil {
			return err
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("down left its folder: %w", err)
		}
		return nil
	}
	if err := again.serving(); err != nil {
		return err
	}
	if err := again.check(hadTable, next.version); err != nil {
		return errors.Join(err, again.end(syscall.SIGTERM))
	}
	if err := again.end([]syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT}[i%3]); err != nil {
		return err
	}
	return k.agree(dir, next.version)
}

// agree holds that the account is what a version makes of an empty one, and that the state knows all of it.
func (k *killing) agree(dir, version string) error {
	var errs []error
	if got, want := countRecords(k, dir), k.records[version]; fmt.Sprint(got) != fmt.Sprint(want) {
		errs = append(errs, fmt.Errorf("the account holds %v, not %v", got, want))
	}
	if files, err := filepath.Glob(filepath.Join(dir, "engine", "unfinished-*")); err != nil || len(files) > 0 {
		errs = append(errs, fmt.Errorf("the run is still noted as unfinished: %v", files))
	}
	recorded, err := engine.Recorded(filepath.Join(dir, "engine"))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, controlplane.FileName))
	if err != nil {
		return err
	}
	for _, kind := range []string{"aws:iam/role:Role", "aws:apigateway/restApi:RestApi", "aws:apigateway/deployment:Deployment", "aws:apigateway/resource:Resource", "aws:dynamodb/table:Table"} {
		for _, id := range recorded[kind] {
			if !bytes.Contains(text, []byte(strconv.Quote(id))) {
				errs = append(errs, fmt.Errorf("the account lacks %s %s, which the state has", kind, id))
			}
		}
	}
	return errors.Join(errs...)
}

// countRecords counts the account's records by kind.
func countRecords(t testing.TB, dir string) map[string]int {
	t.Helper()
	var file struct{ Records map[string]map[string]any }
	text, err := os.ReadFile(filepath.Join(dir, controlplane.FileName))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &file))
	counts := map[string]int{}
	for kind, records := range file.Records {
		counts[kind] = len(records)
	}
	return counts
}
