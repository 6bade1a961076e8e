package pack

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
)

// The environment variables that the pack reads. A plugin inherits the engine's environment.
const (
	// ReportVariable names the file that the report is written to, as JSON. See capability.Report.
	ReportVariable = "POLICY_REPORT"
	// RootVariable names the repository's root, where the capability locks and policy/waivers.json are.
	// Without it the root is looked for upwards from the pack and from the working directory.
	RootVariable = "POLICY_ROOT"
	// RecordVariable names the file that everything the engine tells the pack is written to. See
	// wire.Recording. Values of secrets are left out.
	RecordVariable = "POLICY_RECORD"
	// LockVariable with the value "rewrite" leaves the lock uncompared, for a run that is to write it; with
	// "required" the stack needs one even if the project has none yet.
	LockVariable = "POLICY_LOCK"
	// LockCommandVariable is the command that writes the stack's lock, for findings. Without it that is the
	// project's make lock.
	LockCommandVariable = "POLICY_LOCK_COMMAND"
	// ConfigVariable names the file that the engine has as --policy-pack-config, so that the report has
	// the rules' levels as the engine has them.
	ConfigVariable = "POLICY_CONFIG"
)

// environment is what the pack is told by its surroundings.
type environment struct {
	report, record, root, config string
	lockCommand                  string
	rewriteLock, requireLock     bool
}

func readEnvironment(packDirectory string) environment {
	e := environment{
		report: os.Getenv(ReportVariable), record: os.Getenv(RecordVariable), root: os.Getenv(RootVariable), config: os.Getenv(ConfigVariable),
		lockCommand: os.Getenv(LockCommandVariable),
		rewriteLock: os.Getenv(LockVariable) == "rewrite", requireLock: os.Getenv(LockVariable) == "required",
	}
	if e.root == "" {
		e.root = findRoot(packDirectory)
	}
	return e
}

// findRoot is the nearest directory with a Pulumi.yaml, upwards from the pack, the working directory
// or the executable. It is empty when there is none.
func findRoot(packDirectory string) string {
	var starts []string
	if packDirectory != "" {
		starts = append(starts, packDirectory)
	}
	if wd, err := os.Getwd(); err == nil {
		starts = append(starts, wd)
	}
	if executable, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(executable))
	}
	for _, dir := range starts {
		for dir, err := filepath.Abs(dir); err == nil; dir = filepath.Dir(dir) {
			if slices.ContainsFunc([]string{"Pulumi.yaml", "Pulumi.yml"}, func(name string) bool {
				return exists(filepath.Join(dir, name))
			}) {
				return dir
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return ""
}

// influences are the variables that change what is judged.
func (e environment) influences() []string {
	var found []string
	if e.rewriteLock {
		found = append(found, LockVariable+"=rewrite: the capability lock is not compared")
	}
	if e.root == "" {
		found = append(found, "no root was found: neither the capability lock nor waivers are read")
	}
	return found
}

// rulesDocument documents the rules, in the pack's repository.
const rulesDocument = "docs/rules.md"

// docs is the address of the rules' documentation: of the repository that GitHub runs the pack for, if it has the
// document (https://docs.github.com/en/actions/reference/workflows-and-actions/variables), else of the module that
// the pack is built from, if its path is an address. It is empty where neither is.
func docs(root, module string) string {
	server, repository := os.Getenv("GITHUB_SERVER_URL"), os.Getenv("GITHUB_REPOSITORY")
	if server != "" && repository != "" {
		if top := os.Getenv("GITHUB_WORKSPACE"); exists(filepath.Join(cmp.Or(top, root), rulesDocument)) {
			return server + "/" + repository + "/blob/" + cmp.Or(os.Getenv("GITHUB_SHA"), "HEAD") + "/" + rulesDocument
		}
	}
	if host, _, path := strings.Cut(module, "/"); path && strings.Contains(host, ".") {
		return "https://" + module + "/blob/HEAD/" + rulesDocument
	}
	return ""
}

// ownModule is the path of the module that this program is built from.
func ownModule() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Path
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
