import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;

/** $input: the payload and the parameters. */
public final class Input {
    /** The client's payload is not what the template needs: API Gateway answers 400. */
    public static final class PayloadException extends RuntimeException {
        PayloadException(Throwable cause) {
            super("Could not process payload" + cause.getMessage(), cause);
        }
    }

    private static final Configuration CONFIGURATION =
            Configuration.builder().jsonProvider(new JsonSmartJsonProvider()).build();

    private final String body;
    private final Map<String, Object> params = new LinkedHashMap<String, Object>();
    private Object document;
    private boolean parsed;

    Input(Map<String, Object> request) {
        Object given = request.get("body");
        body = given == null || given.equals("") ? "{}" : given.toString();
        for (String part : new String[] {"path", "querystring", "header"}) {
            params.put(part, new LinkedHashMap<String, Object>(Oracle.map(request.get(part))));
        }
    }

    public String getBody() {
        return body;
    }

    public Object path(String path) {
        return read(path);
    }

    public String json(String path) {
        Object value = read(path);
        return value == null ? "\"\"" : JSONValue.toJSONString(value, JSONStyle.LT_COMPRESS);
    }

    public Map<String, Object> params() {
        return params;
    }

    public Object params(String name) {
        for (Object part : params.values()) {
            Object value = ((Map<?, ?>) part).get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private Object read(String path) {
        if (!parsed) {
            try {
                document = Json.parse(body);
            } catch (Json.Malformed e) {
                throw new PayloadException(e);
            }
            parsed = true;
        }
        if (document == null) {
            return null;
        }
        try {
            return JsonPath.compile(path).read(document, CONFIGURATION);
        } catch (PathNotFoundException e) {
            return null;
        }
    }

    /** API Gateway's own objects print nothing (VTL-048). */
    @Override
    public String toString() {
        return "";
    }
}
