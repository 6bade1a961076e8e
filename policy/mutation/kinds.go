package mutation

import (
	"slices"
	"strconv"
	"strings"
)

// alike is what mutants have in common that do the same to the same property of resources of one type: of fifteen
// methods whose verb is changed to DELETE, say. Indexes of lists are left out.
type alike struct{ kind, path, operator string }

func (m Mutant) alike() alike {
	var path []string
	for _, name := range m.Path {
		if _, err := strconv.Atoi(name); err != nil {
			path = append(path, name)
		}
	}
	return alike{m.Type, strings.Join(path, "."), m.Operator}
}

// EachKind is how many mutants of a kind are judged.
const EachKind = 2

// Representatives are, of each group of mutants that are alike, up to each of them, spread evenly, and how many groups
// there are.
func Representatives(mutants []Mutant, each int) (chosen []Mutant, groups int) {
	members := map[alike][]int{}
	for i, m := range mutants {
		members[m.alike()] = append(members[m.alike()], i)
	}
	take := make([]bool, len(mutants))
	for _, all := range members {
		// By name: a program registers resources concurrently, and so a recording has them in any order.
		slices.SortFunc(all, func(a, b int) int { return strings.Compare(mutants[a].Name, mutants[b].Name) })
		n := min(each, len(all))
		for k := range n {
			take[all[k*(len(all)-1)/max(n-1, 1)]] = true
		}
	}
	for i, m := range mutants {
		if take[i] {
			chosen = append(chosen, m)
		}
	}
	return chosen, len(members)
}
