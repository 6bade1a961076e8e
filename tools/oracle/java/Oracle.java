import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minidev.json.JSONObject;
import net.minidev.json.JSONValue;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.event.EventCartridge;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.log.NullLogChute;
import org.apache.velocity.runtime.parser.node.SimpleNode;

/**
 * Renders mapping templates with Apache Velocity 1.7 set up as API Gateway sets it up.
 *
 * Without arguments it reads one JSON document a line on standard input and answers one a line:
 * {"output": ...}, or {"error": ..., "payload": true|false} where payload says that the request's
 * body, not the template, is at fault. With the argument "bench" it measures instead: see Bench.
 */
public final class Oracle {
    static final int MAX_LOOPS = 1000;

    private final RuntimeInstance runtime = new RuntimeInstance();

    public Oracle() throws Exception {
        runtime.setProperty("runtime.log.logsystem.class", NullLogChute.class.getName());
        runtime.setProperty("directive.foreach.maxloops", Integer.toString(MAX_LOOPS));
        runtime.setProperty("velocimacro.permissions.allow.inline", "false");
        runtime.setProperty("velocimacro.library", "");
        runtime.init();
        runtime.removeDirective("evaluate"); // on AWS it is as unknown as #foo
    }

    Template parse(String text) throws Exception {
        // A parser of its own: Velocity's pooled ones remember the names of macros of earlier templates.
        SimpleNode node = runtime.createNewParser().parse(new StringReader(text), "template");
        if (node == null) {
            throw new IllegalStateException("no tree");
        }
        Template template = new Template();
        template.setRuntimeServices(runtime);
        template.setName("template");
        template.setData(node);
        template.initDocument();
        return template;
    }

    static String render(Template template, Map<String, Object> request) {
        VelocityContext context = new VelocityContext();
        for (Map.Entry<String, Object> e : map(request.get("vars")).entrySet()) {
            context.put(e.getKey(), e.getValue());
        }
        context.put("input", new Input(request));
        context.put("util", new Util());
        Map<String, Object> parameters = new Opaque(new Input(request).params());
        Map<String, Object> method = new LinkedHashMap<String, Object>();
        method.put("request", parameters);
        context.put("method", new Opaque(method));
        context.put("context", contextOf(map(request.get("context"))));
        context.put("stageVariables", new LinkedHashMap<String, Object>(map(request.get("stageVariables"))));
        EventCartridge cartridge = new EventCartridge();
        cartridge.addEventHandler(new EmptyReferences());
        cartridge.attachToContext(context);
        StringWriter out = new StringWriter();
        template.merge(context, out);
        return out.toString();
    }

    /** The override maps always exist on AWS: templates write into them. */
    private static Map<String, Object> contextOf(Map<String, Object> given) {
        Map<String, Object> context = new LinkedHashMap<String, Object>(given);
        override(context, "requestOverride", "path", "header", "querystring");
        override(context, "responseOverride", "header");
        if (context.get("identity") instanceof Map) {
            context.put("identity", new Opaque(map(context.get("identity"))));
        }
        return context;
    }

    private static void override(Map<String, Object> context, String name, String... parts) {
        Map<String, Object> overrides = new Opaque(map(context.get(name)));
        context.put(name, overrides);
        for (String part : parts) {
            if (!(overrides.get(part) instanceof Map)) {
                overrides.put(part, new LinkedHashMap<String, Object>());
            }
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object o) {
        return o instanceof Map ? (Map<String, Object>) o : new LinkedHashMap<String, Object>();
    }

    static Map<String, Object> document(String line) {
        return map(Json.parse(line));
    }

    private static JSONObject failure(Throwable t) {
        JSONObject answer = new JSONObject();
        boolean payload = false;
        StringBuilder text = new StringBuilder();
        for (Throwable c = t; c != null; c = c.getCause() == c ? null : c.getCause()) {
            payload |= c instanceof Input.PayloadException;
            text.append(text.length() > 0 ? " <- " : "").append(c);
        }
        answer.put("error", text.toString());
        answer.put("payload", payload);
        return answer;
    }

    public static void main(String[] args) throws Exception {
        Oracle oracle = new Oracle();
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, "UTF-8");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (args.length > 0 && args[0].equals("bench")) {
            Bench.run(oracle, in, out);
            return;
        }
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JSONObject answer;
            try {
                Map<String, Object> request = document(line);
                answer = new JSONObject();
                answer.put("output", render(oracle.parse((String) request.get("template")), request));
            } catch (Throwable t) {
                answer = failure(t);
            }
            out.println(JSONValue.toJSONString(answer));
            out.flush();
        }
    }
}
