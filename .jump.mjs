const base="http://127.0.0.1:25300"; const day=process.argv[2];
const r=await fetch(base+"/api/v1/sign-in/sample",{method:"POST",headers:{"content-type":"application/json",origin:base},body:JSON.stringify({account:"sample-office"})}); const cookie=r.headers.getSetCookie().map(c=>c.split(";")[0]).join("; ");
const plans=await (await fetch(base+"/api/v1/plans",{headers:{cookie}})).json(); const id=plans.rows[0].id;
const a=await fetch(`${base}/api/v1/plans/${id}/clock`,{method:"POST",headers:{cookie,"content-type":"application/json",origin:base},body:JSON.stringify({action:"jumpTo",date:day})}); console.log(a.status, (await a.text()).slice(0,200));
