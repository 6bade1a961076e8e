import net.minidev.json.parser.JSONParser;
import net.minidev.json.parser.ParseException;
import net.minidev.json.JSONValue;

/** JSON as Jayway JsonPath's json-smart provider reads it: permissive, ordered. */
final class Json {
    private Json() {}

    static final class Malformed extends RuntimeException {
        Malformed(ParseException e) {
            super(e.toString(), e);
        }
    }

    static Object parse(String text) {
        try {
            return new JSONParser(JSONParser.MODE_PERMISSIVE).parse(text, JSONValue.defaultReader.DEFAULT_ORDERED);
        } catch (ParseException e) {
            throw new Malformed(e);
        }
    }
}
