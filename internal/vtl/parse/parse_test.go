package parse_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/parse"
)

// TestPrinting holds what String prints, spaces included.
func TestPrinting(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"#set($a=1)\nb": "#set($a = 1)\nb",
		`#if( !$a&&($b=="c") )x#{else}y#end  ` + "\nz":  `#if(!$a && ($b == "c"))x#{else}y#end  ` + "\nz",
		`$a.b( 1,[ 2 ],{ "c":$d } )[ 0 ] \$x #foo( 1 )`: `$a.b(1, [2], {"c" : $d})[0] \$x #foo( 1 )`,
		"#foreach( $i in [1..$n] )$i#end## done":        "#foreach($i in [1 .. $n])$i#end##",
		"a #* b *# c #[[ $d ]]# #literal() $e #end":     "a #* b *# c #[[ $d ]]# #literal() $e #end",
	} {
		template, err := parse.Parse("t", in)
		require.NoError(t, err)
		assert.Equal(t, want, template.String())
	}
}

// TestWalk holds the order in which Walk visits, and that it can be kept out.
func TestWalk(t *testing.T) {
	t.Parallel()
	template, err := parse.Parse("t", `#set($a = "x $b.c($d)")#if($e == [1, $f])$g#else$h#end#foreach($i in {$j : $k})#define($l)$m#end#end#stop($n)#unknown($o)`)
	require.NoError(t, err)
	var names []string
	parse.Walk(template.Root, func(n parse.Node) bool {
		if r, ok := n.(*parse.Reference); ok {
			names = append(names, r.Name)
			assert.Equal(t, 1, r.Position().Line)
		}
		return true
	})
	assert.Equal(t, strings.Split("a b d e f g h i j k l m n o", " "), names)

	visited := 0
	parse.Walk(template.Root, func(parse.Node) bool { visited++; return false })
	assert.Equal(t, 1, visited)
}

func TestPositions(t *testing.T) {
	t.Parallel()
	template, err := parse.Parse("t", "é\n  $x.y[1] #set($z = \"a $w\")")
	require.NoError(t, err)
	found := map[string]parse.Pos{}
	parse.Walk(template.Root, func(n parse.Node) bool {
		if r, ok := n.(*parse.Reference); ok {
			found[r.Name] = r.Position()
		}
		return true
	})
	assert.Equal(t, parse.Pos{Offset: 5, Line: 2, Col: 3}, found["x"])
	assert.Equal(t, parse.Pos{Offset: 18, Line: 2, Col: 16}, found["z"])
	assert.Equal(t, parse.Pos{Offset: 26, Line: 2, Col: 24}, found["w"])
}
