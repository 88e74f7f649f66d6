/** Lesson 1: the two-layer ReLU net with its gradients derived by hand. */
export const manual = `# https://9bow.github.io/PyTorch-tutorials-kr-0.3.1/beginner/pytorch_with_examples.html
    
import torch


# 데이터 타입
# https://pytorch.org/docs/stable/tensors.html

dtype = torch.FloatTensor # CPU tensor
dtype


# N; 배치크기, D_in; 입력차원, H; 은닉계층차원, D_out; 출력차원

N, D_in, H, D_out = 64, 1000, 100, 10


# 입출력 데이터

x = torch.randn(N, D_in).type(dtype)
y = torch.randn(N, D_out).type(dtype)
print(x.shape, y.shape)


# 무작위 가중치 초기화

w1 = torch.randn(D_in, H).type(dtype)
w2 = torch.randn(H, D_out).type(dtype)
print(w1.shape, w2.shape)


learning_rate = 1e-6
for t in range(500):
    
    # 순전파 단계; predict y
    h=x.mm(w1) # matrix multiplication
    h_relu = h.clamp(min=0) # 0이하인 것은 0으로 대체
    y_pred = h_relu.mm(w2)
    
    # calculate loss
    loss = (y_pred - y).pow(2).sum()
    print(t, loss)
    
    # loss에 따른 w1, w2의 변화도 계산하고 역전파
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.t().mm(grad_y_pred)
    grad_h_relu = grad_y_pred.mm(w2.t())
    grad_h = grad_h_relu.clone()
    grad_h[h < 0] = 0
    grad_w1 = x.t().mm(grad_h)
    
    # gradient descent 이용해 가중치 갱신
    w1 -= learning_rate * grad_w1
    w2 -= learning_rate * grad_w2
`;
