/*
Package vtl implements the mapping template language of Amazon API Gateway: Apache Velocity 1.7 in which
a reference that cannot be resolved is the empty string, with $input, $util, $context and
$stageVariables.

Parse reads a template once. The Template that it returns may be rendered by any number of goroutines at
the same time, each with a Data of its own:

	template, err := vtl.Parse("get.request.vtl", text)
	...
	out, err := template.Render(&vtl.Data{Body: `{"name":"ann"}`})

This is the manual of the language. What it says about AWS is explained in docs/assumptions.md, with its
source and how sure we are, under the number given here (VTL-001 and so on). In the examples, which a
test renders, an arrow stands between a template and its output; the body is

	{"name":"Ann","age":42,"tags":["a","b"],"item":{"k":"v"},"none":null}

and the path has the parameter id, which is "7".

# Text and references

Text is copied to the output, line ends included. A reference begins with a dollar and is replaced by its
value. Braces say where the name ends, and an exclamation mark changes nothing (VTL-002). A reference of
which any part does not exist, or is null, is the empty string (VTL-001).

	#set($name = "ann")Hello $name!                → Hello ann!
	#set($name = "ann")${name}s, $!name            → anns, ann
	[$unknown] [$unknown.a.b()]                    → [] []
	It costs $5.                                   → It costs $5.

Names consist of letters, digits, "_" and "-": $pk-$sk is a reference to pk- (VTL-003). Entries of maps
are reached by $m.key, $m['key'] or $m.get('key'), those of lists by $l[0]; a negative index counts from
the end (VTL-004). A backslash before a reference or directive prints it as it stands (VTL-007).

	#set($m = {"a": 1})$m.a $m['a'] $m.get('a')    → 1 1 1
	#set($l = ["x", "y"])$l[0] $l[-1]              → x y
	#set($name = "ann")\$name                      → $name

# Expressions

Expressions stand in the parentheses of directives, as arguments and as indexes.

	"text"    a string in which references and directives are evaluated; "" inside is a quote (VTL-012)
	'text'    a string as it stands; '' inside is a quote
	12  1.5   an Integer (or Long, or BigInteger, if it is too large) and a Double (VTL-025)
	true      a Boolean; so is false
	[1, "a"]  a list
	[1..3]    a range of integers, both ends included
	{"a": 1}  a map, in the order written

Operators, the weakest first: || or, && and, == eq != ne, < lt > gt <= le >= ge, + -, * / %, ! not. A
minus must have a blank on its right: $i -1 does not parse (VTL-025). + with a string on either side joins
text (VTL-026). Numbers are equal by value; values of unrelated classes are equal if they print the same
(VTL-023). An operation that fails, such as 1 / 0, is null (VTL-019).

	#set($n = 7 / 2)$n                             → 3
	#set($n = 7.0 / 2)$n                           → 3.5
	#set($s = "n" + 1)$s                           → n1
	#if("1" == 1)equal#end                         → equal

# Directives

	#set($x = expression)
		Assigns to a variable, to a property ($m.a) or to an entry ($l[0]). If the value is null, the
		variable keeps the value it had (VTL-019); $undefined is assigned as the empty string (VTL-017).

	#if(condition) ... #elseif(condition) ... #else ... #end
		A reference is false only if it is the Boolean false: undefined, "", 0 and empty lists are
		true. Literals other than true, and arithmetic, are false (VTL-022).

	#foreach($x in expression) ... #end
		Visits the items of a list, range or iterator, and the values of a map (VTL-027, VTL-031). It
		does nothing for other values (VTL-032), and ends silently after 1,000 iterations (VTL-034).
		Inside, $foreach has index, count, first, last, hasNext, parent and topmost (VTL-033).
		Afterwards $x has the value it had before (VTL-036).

	#break
	#break($foreach.parent)
		Leaves the nearest loop or #define, or the loop given (VTL-035).

	#stop
		Ends the template; the output so far is the result (VTL-035).

	#define($x) ... #end
		Keeps a block that is rendered where $x is used (VTL-037).

	#[[ ... ]]#
	#literal() ... #end
		Copies the text between as it stands (VTL-010).

	## to the end of the line
	#* over several lines *#
		A comment. The first swallows the line end, too (VTL-038).

#set, #if, #elseif, #else, #foreach and #end swallow the blanks and the line end behind them (VTL-038).
#macro is accepted and ignored (VTL-028), #parse and #include fail when they are reached (VTL-030), and
directives that Velocity 1.7 does not have are text (VTL-009, VTL-029).

	#if($input.path('$.tags').isEmpty())none#else$input.path('$.tags').size()#end        → 2
	#if($nothing)true#else;false#end                                                     → true
	#foreach($t in $input.path('$.tags'))$foreach.count=$t#if($foreach.hasNext), #end#end → 1=a, 2=b
	#foreach($v in {"a": 1, "b": 2})$v;#end                                              → 1;2;
	#define($greeting)Hello $who#end#set($who = "ann")$greeting                          → Hello ann
	a#stop b                                                                             → a

# The request

	$input.body          the payload as it came; {} if it was empty (VTL-050)
	$input.path(p)       the value at a JSONPath; "" if it does not exist or is null (VTL-051)
	$input.json(p)       the same as compact JSON; "" with the quotes if it does not exist (VTL-053)
	$input.params(name)  the parameter of the path, the query string or the headers, in this order (VTL-055)
	$input.params()      all of them, as maps path, querystring and header
	$context             the variables of API Gateway's table, such as $context.requestId (VTL-064)
	$context.requestOverride, $context.responseOverride
	                     maps to put parameters, headers and the status into (VTL-060)
	$stageVariables      the stage's variables (VTL-065)

In a response template, $input.body, $input.path and $input.json read what the integration answered. The
JSONPath is Jayway's (VTL-054). Maps print as {a=1} (VTL-014) and arrays that were read from JSON print as
JSON (VTL-051). A body that begins like JSON and is not is the client's fault: Render returns an error for
which errors.Is(err, ErrPayload) is true, and API Gateway answers 400 (VTL-052).

	$input.path('$.name') is $input.path('$.age')  → Ann is 42
	{"name":$input.json('$.name')}                 → {"name":"Ann"}
	$input.json('$.item') $input.path('$.item')    → {"k":"v"} {k=v}
	[$input.path('$.none')] $input.json('$.none')  → [] ""
	$input.params('id') [$input.params('other')]   → 7 []

# Functions

	$util.escapeJavaScript(s)   escapes for a JavaScript string; \' is not JSON: append .replaceAll("\\'","'") (VTL-056)
	$util.parseJson(s)          reads JSON as $input.path does (VTL-061)
	$util.urlEncode(s)          form encoding: a blank is + (VTL-058)
	$util.urlDecode(s)
	$util.base64Encode(s)       of the text's UTF-8 (VTL-059)
	$util.base64Decode(s)

AppSync's functions ($util.toJson, $util.dynamodb and so on) do not exist (VTL-066).

	$util.escapeJavaScript('say "hi"')             → say \"hi\"
	$util.parseJson('{"a":[1,2]}').a[1]            → 2
	$util.urlEncode("a b&c")                       → a+b%26c
	$util.base64Encode("ann")                      → YW5u

# Methods

Values have the methods of their Java classes, in Java 8 (VTL-049). A method that does not exist, or that
does not accept the arguments, renders nothing (VTL-040); one that throws fails the template (VTL-042).
Besides equals, hashCode and toString, which all values have:

	String      charAt codePointAt compareTo compareToIgnoreCase concat contains endsWith equalsIgnoreCase
	            indexOf intern isEmpty join lastIndexOf length matches replace replaceAll replaceFirst split
	            startsWith subSequence substring toCharArray toLowerCase toUpperCase trim valueOf
	Boolean     booleanValue compareTo parseBoolean valueOf
	Character   charValue compareTo
	Integer     compare compareTo doubleValue intValue longValue max min parseInt sum valueOf
	Long        compare compareTo doubleValue intValue longValue max min parseLong sum valueOf
	Double      compare compareTo doubleValue intValue isInfinite isNaN longValue max min parseDouble sum
	            valueOf
	BigInteger  compareTo doubleValue intValue longValue
	BigDecimal  compareTo doubleValue intValue longValue
	Map         clear clone containsKey containsValue entrySet get getOrDefault isEmpty keySet put putAll
	            putIfAbsent remove replace size values
	List        add addAll clear clone contains containsAll ensureCapacity get indexOf isEmpty iterator
	            lastIndexOf remove removeAll retainAll set size subList toArray toJSONString
	Entry       getKey getValue setValue
	Iterator    hasNext next remove

$x.name is short for $x.getName(), $x.isName() or, on a map, $x.get("name"). Regular expressions are
Java's (VTL-047). Reflection is refused, and the few methods of these classes that are missing here are
errors that say so, because rendering nothing would be wrong (VTL-041).

	$input.path('$.name').toUpperCase().substring(1)              → NN
	#foreach($e in $input.path('$.item').entrySet())$e.key=$e.value#end → k=v
	#set($l = [])#set($void = $l.add("a"))$l.size()               → 1

# Errors and limits

A template that does not parse, or that fails, is an *Error with the line and column; API Gateway answers
500. Parse refuses a template of more than MaxTemplate bytes (VTL-069). Rendering is bounded in steps,
depth, output, memory and time, so that no template can stop the server; Limits has the defaults, and
errors.As finds a *java.LimitError that names the bound that was exceeded (VTL-067).
*/
package vtl
