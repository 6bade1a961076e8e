import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.commons.lang.StringEscapeUtils;

/** $util. */
public final class Util {
    public String escapeJavaScript(String text) {
        return StringEscapeUtils.escapeJavaScript(text);
    }

    public Object parseJson(String text) {
        return Json.parse(text);
    }

    public String urlEncode(String text) throws UnsupportedEncodingException {
        return URLEncoder.encode(text, "UTF-8");
    }

    public String urlDecode(String text) throws UnsupportedEncodingException {
        return URLDecoder.decode(text, "UTF-8");
    }

    public String base64Encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public String base64Decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    /** API Gateway's own objects print nothing (VTL-048). */
    @Override
    public String toString() {
        return "";
    }
}
