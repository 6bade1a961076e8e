// Command oracle proves that internal/vtl renders templates as Apache Velocity 1.7 does.
//
// It generates templates and data, renders each pair with our engine and with Velocity, set up as API
// Gateway sets it up (tools/oracle), and compares. A difference is either explained by a numbered
// assumption or unexplained; with an unexplained one it exits with status 1. With -bench it measures
// instead and prints how the two compare.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	var (
		classes = flag.String("classes", ".local/oracle", "folder that tools/oracle/install.sh compiled to")
		pairs   = flag.Int("n", 35_000, "generated pairs to compare")
		seed    = flag.Uint64("seed", 1, "seed of the generator")
		bench   = flag.String("bench", "", "measure instead: folders of templates (*.vtl) with their cases, separated by commas, or \"builtin\"")
		show    = flag.Int("show", 20, "unexplained differences to print")
		target  = flag.Float64("target", 0, "with -bench: exit 1 when a ratio is below this")
	)
	flag.Parse()
	if err := run(*classes, *pairs, *seed, *bench, *show, *target); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(classes string, pairs int, seed uint64, bench string, show int, target float64) error {
	classpath, err := os.ReadFile(classes + "/classpath")
	if err != nil {
		return fmt.Errorf("run tools/oracle/install.sh first: %w", err)
	}
	if bench != "" {
		return measure(string(classpath), bench, target)
	}
	return compare(string(classpath), pairs, seed, show)
}
